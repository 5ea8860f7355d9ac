// The stack files and variables shown in the READMEs are ones that the program and the container take.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { readEnvironment } from '../../container/environment.ts';
import { parseSettings } from '../../infra/parse-settings.ts';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import { rawConfig } from '../infra/raw-config.ts';
import { codeBlocks } from './markdown.ts';

const ROOT = join(import.meta.dirname, '../..');

/** The `config:` of every excerpt, with the commands that set its secrets already run. */
function excerpts(file: string): readonly Readonly<Record<string, unknown>>[] {
  return codeBlocks(readFileSync(join(ROOT, file), 'utf8'))
    .filter(({ language, code }) => language === 'yaml' && code.startsWith('config:'))
    .map(({ code }) => (parse(code) as { config: Record<string, unknown> }).config);
}

/** An account without a resource group needs its key, which no stack file shows. */
function withKeys(regions: unknown): unknown {
  if (!Array.isArray(regions)) return regions;
  return regions.map((region: object) =>
    'account' in region && !('resourceGroup' in region)
      ? { ...region, key: 'azure-key-0123456789' }
      : region,
  );
}

describe.each(['README.md', 'README.zh-CN.md'])('%s', (file) => {
  const shown = excerpts(file);

  test('shows stack files', () => {
    expect(shown.length).toBeGreaterThan(8);
  });

  test("shows variables in both forms that the container takes, but for the users' base64", () => {
    const files = codeBlocks(readFileSync(join(ROOT, file), 'utf8'))
      .map(({ code }) => code)
      .filter((code) => /^CHIT_USERS=/m.test(code));
    expect(files).toHaveLength(2);
    for (const code of files) {
      const CHIT_USERS = encodeUsers([{ name: 'alice', key: 'sk-alice' }]);
      expect(readEnvironment({ ...parseEnv(code), CHIT_USERS })).toMatchObject({ ok: true });
    }
  });

  test.each(shown.map((config) => [Object.keys(config).join(', '), config] as const))(
    'has an excerpt with %s that is free of faults',
    (_, config) => {
      const values = Object.fromEntries(
        Object.entries(config).map(([key, value]) => [key.replace(/^.*:/, ''), value]),
      );
      const { users = [{ name: 'alice' }], regions = [], models } = values;
      const known = models ?? [
        { name: 'gpt-5.4-mini', version: '2026-03-17' },
        { name: 'text-embedding-3-small', version: '1' },
      ];
      const raw = rawConfig(
        { ...values, users, models: known, regions: withKeys(regions) },
        { secretKeys: new Set(['regions']) },
      );
      const parsed = parseSettings(raw);
      expect(parsed.ok ? [] : parsed.faults).toEqual([]);
    },
  );
});
