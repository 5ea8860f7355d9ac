// The pages against the code: what has a list in the code has the same list in them.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseDocument } from 'yaml';
import { knownKeys, settingsSchema } from '../../infra/settings/settings-schema.ts';
import { FAULT_VOCABULARY } from '../../azure-stand-in/faults/fault.ts';
import { PACE_VOCABULARY } from '../../azure-stand-in/faults/pace.ts';
import { HELP } from '../../local/options.ts';
import { HELP as MIGRATE_HELP } from '../../migrate/options.ts';
import { ANSWERS } from '../../worker/contract/errors.ts';
import {
  MAX_FORM_BODY_BYTES,
  MAX_JSON_BODY_BYTES,
  MAX_RESENT_BODY_BYTES,
  PING_INTERVAL_MS,
  HEADERS_TIMEOUT_MS,
} from '../../worker/contract/limits.ts';
import {
  adviseAbsent,
  DEFAULT_API_VERSION,
  OPERATIONS,
  type Operation,
} from '../../worker/operations/table.ts';
import { parseTarget } from '../../worker/operations/parse-target.ts';
import {
  codeBlocks,
  codeSpans,
  headings,
  linkTargets,
  proseOf,
  tableWith,
  type Page,
} from './markdown.ts';

const ROOT = join(import.meta.dirname, '../..');
function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}

const README = read('README.md');
const CHINESE = 'README.zh-CN.md';
const readmes: readonly Page[] = ['README.md', CHINESE]
  .filter((file) => existsSync(join(ROOT, file)))
  .map((file) => ({ file, text: read(file) }));
const pages: readonly Page[] = [
  ...readmes,
  ...['ARCHITECTURE.md', 'CONTRIBUTING.md', 'SECURITY.md'].map((file) => ({
    file,
    text: read(file),
  })),
];

const scripts = Object.keys(
  (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts,
);

/** The texts of every match's first group. */
function all(text: string, pattern: RegExp): readonly string[] {
  return [...text.matchAll(pattern)].map(([, group = '']) => group);
}

function sources(folder: string): readonly string[] {
  return readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(ROOT.length + 1));
}

/** The rows of the table of operations: method and path, supported, style, what is handled. */
function operationRows(text: string) {
  return tableWith(text, 'POST /v1/chat/completions');
}

function operationName({ path, methods, upgrade }: Operation): string {
  return `${upgrade ? 'WebSocket' : methods.join(', ')} /v1/${path}`;
}

function operationRow(operation: Operation): string {
  const { style, v1ApiVersion } = operation;
  const shown = style === 'v1' && v1ApiVersion !== undefined ? `v1 ${v1ApiVersion}` : style;
  return `${operationName(operation)} ${shown}`;
}

function sorted(texts: Iterable<string>): readonly string[] {
  return [...new Set(texts)].toSorted();
}

describe.each(readmes)('$file', ({ text }) => {
  test('lists every setting, in the order of the messages, and no other', () => {
    const listed = tableWith(text, 'cloudflareAccountId').flatMap(([key]) => key ?? []);
    expect(listed).toEqual(knownKeys([]));
  });

  test.each([
    ['model', 'versionUpgradeOption', ['models', 0]],
    ['user', 'accountData', ['users', 0]],
    ['region', 'location', ['regions', 0]],
  ])('lists every member of a %s and no other', (_, member, path) => {
    const listed = tableWith(text, member).flatMap(([key]) => key ?? []);
    expect(listed).toEqual(knownKeys(path));
  });

  test('gives each setting the default that it has', () => {
    const parsed = settingsSchema.parse({
      cloudflareAccountId: '0'.repeat(32),
      models: [{ name: 'gpt-4', version: '0613' }],
      users: [{ name: 'alice' }],
    });
    const defaults = (row: string) =>
      Object.fromEntries(tableWith(text, row).map(([key = '', , value = '']) => [key, value]));
    const { workersDev, workersPlan, azureLocation, activeKey, protect, models } = parsed;
    expect(defaults('cloudflareAccountId')).toMatchObject({
      workersDev: String(workersDev),
      workersPlan,
      azureLocation,
      activeKey: String(activeKey),
      protect: String(protect),
      customDomain: '–',
      resourceGroup: '–',
    });
    expect(defaults('versionUpgradeOption')).toMatchObject({
      sku: models[0]?.sku,
      capacity: String(models[0]?.capacity),
      versionUpgradeOption: models[0]?.versionUpgradeOption,
      apiVersion: DEFAULT_API_VERSION,
      adaptParameters: 'true',
    });
  });

  test('states the limits of the code', () => {
    expect(text).toContain(`${MAX_JSON_BODY_BYTES / 1024 ** 2} MiB`);
    expect(text).toContain(`${MAX_FORM_BODY_BYTES / 1024 ** 2} MiB`);
    expect(text).toContain(` ${MAX_RESENT_BODY_BYTES / 1024 ** 2} MiB`);
    expect(text).toMatch(new RegExp(`: ping.*\\b${PING_INTERVAL_MS / 1000} (seconds|秒)`));
    expect(HEADERS_TIMEOUT_MS).toBe(10 * 60_000);
    expect(text).toMatch(/`upstream_timeout` .*(ten minutes|十分钟)/);
  });

  test("lists every error code of the gateway's and no other", () => {
    const codes = sources('worker').flatMap((file) => all(read(file), /\bcode: '(\w+)'/g));
    const listed = tableWith(text, 'model_not_found', 1).flatMap(([, code]) => code ?? []);
    expect(listed.toSorted()).toEqual(sorted([...codes, ...Object.keys(ANSWERS)]));
  });

  test('gives each error code the status that the code gives it', () => {
    const given = Object.entries(ANSWERS).map(([code, [status]]) => `${status} ${code}`);
    const listed = tableWith(text, 'model_not_found', 1).map(([status, code]) =>
      [status, code].join(' '),
    );
    expect(listed).toEqual(expect.arrayContaining(given));
  });

  test('lists every field of the log line and no other', () => {
    const fields = all(read('worker/contract/log.ts'), /^ {2}readonly (\w+)\??:/gm);
    expect(tableWith(text, 'firstByteMs').flatMap(([field]) => field ?? [])).toEqual(fields);
  });

  test("lists every variable of the JavaScript proxies' and CHIT_USERS", () => {
    const [, seed = ''] =
      /interface SeedEnv \{(.*?)^\}/ms.exec(read('worker/contract/env.ts')) ?? [];
    const variables = [...all(seed, /^ {2}(\w+): string;/gm), 'CHIT_USERS'];
    const listed = tableWith(text, 'RESOURCE_NAME').flatMap(([name]) => name ?? []);
    expect(listed.toSorted()).toEqual(variables.toSorted());
  });

  test('lists every option of npm start and no other', () => {
    const listed = tableWith(text, '--stack NAME').flatMap(([option]) => option ?? []);
    expect(listed).toEqual(all(HELP, /^ {2}(--\w+(?: [A-Z]+)?) {2,}/gm));
  });

  test('names every option of npm run migrate', () => {
    const options = all(MIGRATE_HELP, /^ {2}(--\w+(?: [A-Z]+)?) {2,}/gm);
    expect(options).toContain('--stack NAME');
    const spans = codeSpans(text).join('\n');
    const named = (option: string) => spans.includes(option.replace(/ .*/, ''));
    expect(options.filter((option) => !named(option))).toEqual([]);
  });

  test("lists every variable of the container's own and no other", () => {
    const variables = all(read('container/environment.ts'), /\bread(?:<[^(]*>)?\(\s*'([A-Z_]+)'/g);
    const listed = tableWith(text, 'STOP_GRACE_SECONDS').flatMap(([name]) => name ?? []);
    expect(listed.toSorted()).toEqual(variables.toSorted());
  });

  test('lists every operation with its URL style and no other', () => {
    const listed = operationRows(text)
      .filter(([, , style]) => style !== '–')
      .map(([operation = '', , style = '']) => `${operation} ${style}`);
    expect(listed.toSorted()).toEqual(OPERATIONS.map(operationRow).toSorted());
  });

  test("says of the operations on the account's data, and of no others, that they must be opened", () => {
    const listed = operationRows(text)
      .filter(([, supported = '']) => supported.includes('`accountData`'))
      .flatMap(([operation]) => operation ?? []);
    const shared = OPERATIONS.filter(({ scope }) => scope === 'account');
    expect(listed.toSorted()).toEqual(shared.map(operationName).toSorted());
  });

  test('lists what Azure lacks and no other', () => {
    const [, absent = ''] =
      /\bABSENT\b.*?\{$(.*?)^\}/ms.exec(read('worker/operations/table.ts')) ?? [];
    const paths = all(absent, /^ {2}'?([\w/]+)'?:/gm);
    const listed = operationRows(text).flatMap(([path = '']) =>
      path.startsWith('/') ? [path.replace('/v1/', '')] : [],
    );
    expect(listed).toEqual(paths);
    expect(listed.filter((path) => adviseAbsent(path) === undefined)).toEqual([]);
  });

  test('shows URL spellings that the gateway reads as chat', () => {
    const paths = tableWith(text, '/chat/completions').flatMap(([path]) => path ?? []);
    expect(paths.length).toBeGreaterThan(3);
    for (const path of paths) {
      expect(parseTarget(`https://host${path}`).path).toBe('chat/completions');
    }
  });

  test('lists every fault and every pace of the stand-in', () => {
    const rows = all(text, /^\|(.*?)\|/gm).flatMap((cell) => codeSpans(cell));
    expect(rows).toEqual(
      expect.arrayContaining([...Object.keys(FAULT_VOCABULARY), ...Object.keys(PACE_VOCABULARY)]),
    );
  });

  test('lists every script', () => {
    const commands = tableWith(text, 'npm start').flatMap(([command]) => command ?? []);
    expect(commands.map((command) => command.replace(/^npm (run )?/, '')).toSorted()).toEqual(
      scripts.toSorted(),
    );
  });
});

test.runIf(existsSync(join(ROOT, CHINESE)))(
  'both READMEs have the same headings, tables and code',
  () => {
    const chinese = read(CHINESE);
    expect(headings(chinese)).toEqual(headings(README));
    expect(codeBlocks(chinese)).toEqual(codeBlocks(README));
    const rows = (text: string) => all(text, /^(\|.*\|)$/gm).length;
    expect(rows(chinese)).toBe(rows(README));
  },
);

describe.each(pages)('$file', ({ text }) => {
  test('names only scripts that exist', () => {
    const named = all(text, /npm run ([\w:]+)/g);
    expect(named.filter((name) => !scripts.includes(name))).toEqual([]);
  });

  test('links to and names only files that exist', () => {
    const files = [
      ...linkTargets(text).filter((target) => !target.includes(':')),
      ...codeSpans(proseOf(text)).filter((span) => PATH.test(span)),
    ].filter((file) => !MADE_OR_YOURS.includes(file));
    expect(files.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
  });

  test('has YAML and JSON that parse', () => {
    for (const { language, code } of codeBlocks(text)) {
      if (language === 'yaml') expect(parseDocument(code).errors).toEqual([]);
      if (language === 'json') expect(() => JSON.parse(code) as unknown).not.toThrow();
    }
  });
});

/** A path in this repository, or a file at its root. */
const PATH =
  /^(?:(?:worker|infra|local|migrate|container|test|\.ci)\/[\w./-]*\w|[\w.-]+\.(?:md|yaml|json|ts)|dist\/[\w.]+)$/;

/** Made by a command, or a reader's own. */
const MADE_OR_YOURS = [
  'dist/worker.js',
  'Pulumi.migrated.yaml',
  'Pulumi.prod.yaml',
  'Pulumi.NAME.yaml',
  'utils.ts',
];

const MAPPED = ['worker', 'infra', 'local', 'migrate', 'container'];

test('the map in ARCHITECTURE.md has every file of the source folders, once', () => {
  const listed = all(read('ARCHITECTURE.md'), /^\| `([\w-]+\/[^`]+)` /gm);
  const mapped = listed.filter((file) => MAPPED.some((folder) => file.startsWith(`${folder}/`)));
  expect(mapped.toSorted()).toEqual(MAPPED.flatMap(sources).toSorted());
});
