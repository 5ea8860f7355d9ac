// The entry of what a browser runs at `/`.
import { render } from 'preact';
import { App } from './app.tsx';
import { takeInvite } from './session/address.ts';

// First of all, so that the key of an invite link is in the address no longer than needed.
const invited = takeInvite();
const page = document.getElementById('page');
if (page !== null) {
  page.replaceChildren();
  render(<App {...{ invited }} />, page);
}
