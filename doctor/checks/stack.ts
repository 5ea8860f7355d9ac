// Where Pulumi keeps the stack, whether its secrets can be read, and whether the stack file is valid.
import type { Check } from '../check.ts';
import { failed, ok, warning, type Finding } from '../finding.ts';
import type { Context } from '../context/context.ts';
import { firstLine, readJsonObject } from '../stack/operators-pulumi.ts';

export const STACK_CHECKS: readonly Check[] = [
  { id: 'login', title: "Pulumi's login", needs: ['pulumi'], run: checkLogin },
  {
    id: 'stack',
    title: 'Stack',
    needs: ['login'],
    run: async ({ pulumi }) => {
      const { resources } = await pulumi.exported();
      return ok(`${await pulumi.stackName()}, ${resources.length} resources`);
    },
  },
  { id: 'passphrase', title: 'Secrets of the stack', needs: ['stack'], run: checkSecrets },
  { id: 'settings', title: 'Stack file', run: checkSettings },
  { id: 'warnings', title: 'Warnings about settings', needs: ['settings'], run: showWarnings },
];

async function checkLogin({ pulumi, secrets }: Context): Promise<Finding> {
  const { code, stdout, stderr } = await pulumi.call(['whoami', '--verbose', '--json']);
  const { user, url } = readJsonObject(stdout);
  secrets.addPartsOf(String(url));
  if (code === 0) return ok(`${String(user)} at ${withoutCredentials(String(url))}`);
  return failed(
    `not logged in: ${firstLine(stderr)}`,
    'Log in to the backend that keeps the state: pulumi login for Pulumi Cloud, pulumi login --local for a folder on this machine, or pulumi login URL for a bucket. In CI, set PULUMI_ACCESS_TOKEN or PULUMI_BACKEND_URL.',
  );
}

/** The address of a bucket may have a key in its query. */
function withoutCredentials(address: string): string {
  return address.replace(/\?.*$/, '').replace(/\/\/[^/@]*@/, '//');
}

/** Decrypts the configuration and the outputs; what they say is not read. */
async function checkSecrets({ pulumi }: Context): Promise<Finding> {
  const runs = await Promise.all([
    pulumi.callForStack(['stack', 'output', '--show-secrets', '--json']),
    pulumi.callForStack(['config', '--show-secrets', '--json']),
  ]);
  const refused = runs.find(({ code }) => code !== 0);
  if (refused === undefined) return ok('everything encrypted so far can be decrypted');
  if (/passphrase/i.test(refused.stderr)) {
    return failed(
      'the passphrase is missing or wrong',
      'Set PULUMI_CONFIG_PASSPHRASE, or PULUMI_CONFIG_PASSPHRASE_FILE, to the passphrase with which the stack was made.',
    );
  }
  return failed(
    `cannot be decrypted: ${firstLine(refused.stderr)}`,
    'Get access to the key that encrypts the stack: see secretsprovider in the stack file.',
  );
}

async function checkSettings({ stackFile }: Context): Promise<Finding> {
  const { name, parsed } = await stackFile();
  if (!parsed.ok) {
    const faults = parsed.faults.map(({ key, text }) => `${key}: ${text}`);
    const count = faults.length === 1 ? 'one fault' : `${faults.length} faults`;
    return failed(
      `Pulumi.${name}.yaml has ${count}`,
      'Change the stack file as each line says; docs/configuration.md has all settings.',
      faults,
    );
  }
  const { models, regions, users } = parsed.settings;
  return ok(
    `Pulumi.${name}.yaml: ${countOf(models, 'model')}, ${countOf(regions, 'region')}, ${countOf(users, 'user')}`,
  );
}

async function showWarnings({ stackFile }: Context): Promise<Finding> {
  const { parsed } = await stackFile();
  const warnings = parsed.ok ? parsed.warnings.filter((text) => !hasOwnLine(text)) : [];
  if (warnings.length === 0) return ok('none');
  return warning(
    warnings.length === 1 ? 'one setting is odd' : `${warnings.length} settings are odd`,
    'Allowed, and perhaps not what you meant: change the stack file as each line says.',
    warnings,
  );
}

/** Retirements and prices are lines of their own. */
function hasOwnLine(text: string): boolean {
  return /\bretires? on\b|\bwas retired on\b|^prices: /.test(text);
}

function countOf(list: readonly unknown[], name: string): string {
  return `${list.length} ${name}${list.length === 1 ? '' : 's'}`;
}
