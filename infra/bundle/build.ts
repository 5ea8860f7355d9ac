// `npm run build`: writes the Worker, the ledger and the page to dist/, the same bytes that `pulumi up` uploads.
import { buildLedger, buildWorker } from './bundle.ts';
import { buildPage } from './page.ts';

for (const { contentFile, contentSha256 } of [
  buildWorker(),
  buildLedger(),
  ...Object.values(buildPage()),
]) {
  console.log(`${contentFile}  sha256 ${contentSha256}`);
}
