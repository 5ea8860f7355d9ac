import { afterAll, beforeAll, expect, test } from 'vitest';
import { deployStack, type DeployedStack } from './deployed-stack.ts';
let stack: DeployedStack;
beforeAll(async () => { stack = await deployStack(); });
afterAll(() => stack[Symbol.asyncDispose]());
test('x', async () => {
  for (let i=0;i<2;i++){ const t=performance.now();
  const lines = await stack.diagnose();
  console.log(performance.now()-t, lines.map((l)=>`${l.status} ${l.id} ${l.found} ${l.details?.join('\n   ')??''} ${l.advice??''}`).join('\n'));}
});
