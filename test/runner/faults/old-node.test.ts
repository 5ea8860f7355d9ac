// The program on a Node that cannot read TypeScript, as old ones cannot: a switch makes this one so.
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { capture } from '../../../pulumi-cli/capture.ts';

const RUN = `
const { default: main } = await import('./infra/main.js');
await main().catch((error) => { console.log(error.__pulumiRunError, error.message); });
`;

test('its only message says which Node is needed and how to get it', async () => {
  const args = ['--no-strip-types', '--input-type=module', '--eval', RUN];
  const cwd = join(import.meta.dirname, '../../..');
  const { code, stdout, stderr } = await capture(process.execPath, args, { cwd });
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
  // Pulumi shows a RunError without its stack.
  expect(stdout).toMatch(
    /^true Pulumi runs the program on Node \d+\..* needs Node 22\.18 or newer; npm run up uses .*\n$/,
  );
});
