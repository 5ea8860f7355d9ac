import { render } from 'preact';

const root = document.getElementById('page');
if (root !== null) render(<h1>OpenAI gateway</h1>, root);
