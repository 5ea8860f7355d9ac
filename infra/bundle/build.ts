// `npm run build`: writes dist/worker.js, the same bytes that `pulumi up` uploads.
import { buildWorker } from './bundle.ts';

const { contentFile, contentSha256 } = buildWorker();
console.log(`${contentFile}  sha256 ${contentSha256}`);
