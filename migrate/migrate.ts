// `npm run migrate`: turns the variables of the JavaScript proxies into a stack file without keys and
// into the commands that set the keys in it.
import { text } from 'node:stream/consumers';
import { report } from '../command-line/user-error.ts';
import { runMigrate } from './run-migrate.ts';

try {
  const output = await runMigrate(process.argv.slice(2), {
    project: process.cwd(),
    // npm runs a script in the folder of package.json; INIT_CWD is the folder it was called from.
    caller: process.env['INIT_CWD'] ?? process.cwd(),
    hasNpmLines:
      process.env['npm_lifecycle_event'] === 'migrate' &&
      process.env['npm_config_loglevel'] !== 'silent' &&
      !process.stdout.isTTY,
    readStandardInput: () => {
      if (process.stdin.isTTY) console.error('Paste lines of NAME=value, then Ctrl-D:');
      return text(process.stdin);
    },
  });
  process.stdout.write(output);
} catch (error) {
  report(error);
}
