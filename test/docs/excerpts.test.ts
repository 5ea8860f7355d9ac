// The stack files, variables and URLs shown in the pages are ones that the program, the container
// and the Worker take.
import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readEnvironment } from '../../container/environment.ts';
import type { UserBinding } from '../../worker/contract/env.ts';
import { OPERATIONS } from '../../worker/operations/table.ts';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import { parseSettings } from '../../infra/parse-settings.ts';
import { parseTarget } from '../../worker/operations/parse-target.ts';
import { rawConfig } from '../infra/raw-config.ts';
import { all, codeBlocks, PAGES, readPage, type Page } from './pages.ts';

type Config = Readonly<Record<string, unknown>>;

function excerpts(page: Page): readonly Config[] {
  return codeBlocks(page)
    .filter(({ lang, text }) => lang === 'yaml' && /^config:/m.test(text))
    .map(({ text }) => (parse(text) as { config: Config }).config);
}

const SHOWN = PAGES.flatMap((page) =>
  excerpts(page).map((config) => [page.file, Object.keys(config).join(', '), config] as const),
);

/** An account without a resource group needs its key, which no stack file shows. */
function withKeys(regions: unknown): unknown {
  if (!Array.isArray(regions)) return regions;
  return regions.map((region: object) =>
    'account' in region && !('resourceGroup' in region)
      ? { ...region, key: 'azure-key-0123456789' }
      : region,
  );
}

test.each(SHOWN)('%s shows a stack file with %s that is free of faults', (_, __, config) => {
  const { users = [{ name: 'alice' }], regions = [], models } = config;
  const known = models ?? [
    { name: 'gpt-5.4-mini', version: '2026-03-17' },
    { name: 'text-embedding-3-small', version: '1' },
  ];
  const raw = rawConfig(
    { ...config, users, models: known, regions: withKeys(regions) },
    { secretKeys: new Set(['regions']) },
  );
  const parsed = parseSettings(raw);
  expect(parsed.ok ? [] : parsed.faults).toEqual([]);
});

test.each(['docs/many-users.md', 'docs/zh-CN/many-users.md'])('%s shows a users file', (file) => {
  const [shown, ...others] = codeBlocks(readPage(file)).filter(
    ({ lang, text }) => lang === 'yaml' && !/^\s*config:/.test(text),
  );
  expect(others).toEqual([]);
  const models = [{ name: 'text-embedding-3-small', version: '1' }];
  const usersFile = { name: 'users.dev.yaml', users: parse(shown?.text ?? '') as unknown };
  const parsed = parseSettings(rawConfig({ models }, { usersFile }));
  expect(parsed).toMatchObject({ ok: true, settings: { users: { length: 4 } } });
});

test('the pages show stack files', () => {
  expect(SHOWN.length).toBeGreaterThan(20);
});

describe.each(['docs/container.md', 'docs/zh-CN/container.md'])('%s', (file) => {
  const shown = codeBlocks(readPage(file))
    .filter(({ text }) => /^CHIT_USERS=/m.test(text))
    .map(({ text }) => parseEnv(text));
  /** Variables, with the users whose base64 the page leaves out. */
  const withUsers = (variables: NodeJS.Dict<string>) => {
    const [, users = '[]'] = /base64 of (.*)>$/.exec(variables['CHIT_USERS'] ?? '') ?? [];
    return { ...variables, CHIT_USERS: encodeUsers(JSON.parse(users) as UserBinding[]) };
  };

  test('shows variables in both forms that the container takes', () => {
    const complete = shown.filter(({ LIMITS }) => LIMITS === undefined);
    expect(complete).toHaveLength(2);
    for (const variables of complete) {
      expect(readEnvironment(withUsers(variables))).toMatchObject({ ok: true });
    }
  });

  test('shows limits that it takes with the other variables', () => {
    const stack = shown.find(({ BACKENDS }) => BACKENDS !== undefined);
    const limits = shown.filter(({ LIMITS }) => LIMITS !== undefined);
    expect(limits).toHaveLength(1);
    expect(readEnvironment(withUsers({ ...stack, ...limits[0] }))).toMatchObject({
      ok: true,
      value: { ledgerFolder: '/data/ledger' },
    });
  });
});

/** Paths of requests in commands and programs, after the address of a gateway. */
const ADDRESS = /(?:https?:\/\/(?:HOST|127\.0\.0\.1:8787)|\$URL)(\/[\w/?=.&{}-]*)/g;
const SERVED = new Set([
  '',
  'models',
  'me',
  'admin/usage',
  'health',
  ...OPERATIONS.map(({ path }) => path),
]);

test.each(PAGES)('$file shows URLs that the gateway serves', (page) => {
  const paths = codeBlocks(page).flatMap(({ text }) => all(text, ADDRESS));
  const unknown = paths.filter((path) => !SERVED.has(parseTarget(`https://host${path}`).path));
  expect(unknown).toEqual([]);
});
