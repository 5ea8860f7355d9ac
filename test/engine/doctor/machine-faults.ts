// What can be wrong on this machine, with Pulumi's login and in the stack file.
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { delimiter, join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { programsIn } from '../../pulumi-cli/programs.ts';
import { STACK, type DeployedStack } from './deployed-stack.ts';
import { setVariables, type Fault } from './fault.ts';

/** Where there is no Pulumi, the one that was built for tests does not count without its language host. */
function hidePulumi(stack: DeployedStack, folder: string): void {
  setVariables(stack, { PATH: folder, PULUMI_DEBUG_LANGUAGES: undefined });
}

function showPulumi(stack: DeployedStack): void {
  const { PATH, PULUMI_DEBUG_LANGUAGES } = stack.operator.environment;
  setVariables(stack, { PATH, PULUMI_DEBUG_LANGUAGES });
}

async function changePackage({ setup }: DeployedStack, from: RegExp, to: string): Promise<void> {
  const file = join(setup.root, 'package.json');
  await writeFile(file, (await readFile(file, 'utf8')).replace(from, to));
}

export const MACHINE_FAULTS: readonly Fault[] = [
  {
    what: 'a package is older than package.json says, as after git pull',
    red: 'packages',
    says: /zod: \S+; package\.json says 99\.0\.0/,
    advice: /npm ci/,
    inject: (stack) => changePackage(stack, /"zod": "(.*)"/, '"zod": "99.0.0", "was": "$1"'),
    // The other way round: npm would install what the file says.
    follow: (stack) => changePackage(stack, /"zod": "99\.0\.0", "was": "(.*)"/, '"zod": "$1"'),
  },
  {
    what: "Pulumi's CLI is not installed",
    red: 'pulumi',
    says: /CLI is not installed/,
    advice: /https:\/\/www\.pulumi\.com\/docs\/iac\/download-install/,
    inject: async (stack) => {
      hidePulumi(stack, await programsIn({}));
    },
    follow: showPulumi,
  },
  {
    what: "Pulumi's CLI is too old",
    red: 'pulumi',
    says: /is version 3\.100\.0; this project needs/,
    advice: /Update it/,
    inject: async (stack) => {
      hidePulumi(stack, await programsIn({ pulumi: 'echo v3.100.0' }));
    },
    follow: showPulumi,
  },
  {
    what: "the state's folder does not exist",
    red: 'login',
    says: /not logged in/,
    advice: /pulumi login --local/,
    inject: (stack) => {
      setVariables(stack, { PULUMI_BACKEND_URL: 'file:///nowhere/at/all' });
    },
    follow: (stack) => {
      setVariables(stack, { PULUMI_BACKEND_URL: stack.operator.environment['PULUMI_BACKEND_URL'] });
    },
  },
  {
    what: 'the login is to another backend, without this stack',
    red: 'stack',
    says: /has no stack dev/,
    advice: /pulumi stack init dev.*pulumi login URL/,
    inject: async (stack) => {
      const other = join(stack.operator.folder, 'other-state');
      await mkdir(other, { recursive: true });
      setVariables(stack, { PULUMI_BACKEND_URL: pathToFileURL(other).href });
    },
    follow: (stack) => {
      setVariables(stack, { PULUMI_BACKEND_URL: stack.operator.environment['PULUMI_BACKEND_URL'] });
    },
  },
  {
    what: 'the passphrase is wrong',
    red: 'passphrase',
    says: /missing or wrong/,
    advice: /PULUMI_CONFIG_PASSPHRASE/,
    inject: (stack) => {
      setVariables(stack, { PULUMI_CONFIG_PASSPHRASE: 'not the passphrase of it' });
    },
    follow: (stack) => {
      const { PULUMI_CONFIG_PASSPHRASE } = stack.operator.environment;
      setVariables(stack, { PULUMI_CONFIG_PASSPHRASE });
    },
  },
  {
    what: 'the passphrase is missing',
    red: 'passphrase',
    says: /missing or wrong/,
    advice: /PULUMI_CONFIG_PASSPHRASE_FILE/,
    inject: (stack) => {
      setVariables(stack, { PULUMI_CONFIG_PASSPHRASE: undefined });
    },
    follow: async (stack) => {
      const file = join(stack.operator.folder, 'passphrase');
      await writeFile(file, stack.operator.environment['PULUMI_CONFIG_PASSPHRASE'] ?? '');
      setVariables(stack, { PULUMI_CONFIG_PASSPHRASE_FILE: file });
    },
  },
  {
    what: 'the stack file has two faults',
    red: 'settings',
    says: /has \d faults[^]*models\[0\]\.verison: unknown key[^]*users\[1\]\.name/,
    advice: /as each line says/,
    inject: ({ operator }) =>
      operator.writeStack(
        STACK.replace('version:', 'verison:').replace('name: operator', 'name: alice'),
      ),
    follow: ({ operator }) => operator.writeStack(STACK),
  },
  {
    what: 'the file of users is not YAML',
    red: 'settings',
    says: /users\.dev\.yaml: not valid YAML in line 2/,
    advice: /as each line says/,
    inject: ({ operator }) =>
      writeFile(join(operator.folder, 'users.dev.yaml'), '- name: carol\n  models: [gpt'),
    follow: ({ operator }) =>
      writeFile(
        join(operator.folder, 'users.dev.yaml'),
        '- name: carol\n  models: [gpt-5.4-mini]\n',
      ),
  },
];

/** The folders of a PATH. */
export function pathOf(...folders: readonly (string | undefined)[]): string {
  return folders.filter((folder) => folder !== undefined).join(delimiter);
}
