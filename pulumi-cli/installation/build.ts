// `npm run engine:build`: makes .engine/pulumi, the CLI that tests use where no `pulumi` is on PATH.
import { resolve } from 'node:path';
import { report } from '../../command-line/user-error.ts';
import { buildCli } from './build-cli.ts';

try {
  await buildCli({
    root: resolve(import.meta.dirname, '../..'),
    env: process.env,
    show: (line) => {
      console.log(line);
    },
  });
} catch (error) {
  report(error);
}
