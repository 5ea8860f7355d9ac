// `npm run build`: writes dist/worker.js and dist/ledger.js, the same bytes that `pulumi up` uploads.
import { buildLedger, buildWorker } from './bundle.ts';

for (const { contentFile, contentSha256 } of [buildWorker(), buildLedger()]) {
  console.log(`${contentFile}  sha256 ${contentSha256}`);
}
