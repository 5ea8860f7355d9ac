import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explainFaults } from '../../../infra/rules/settings-faults.ts';
import { knownKeys } from '../../../infra/settings/settings-schema.ts';
import { parseSettings } from '../../../infra/parse-settings.ts';
import { rawConfig } from '../raw-config.ts';

const CANARY = 'canary7f3a';
const topKeys = knownKeys([]);

/** Members of every entry that a list may hold. */
const members = [
  ...knownKeys(['models', 0]),
  ...knownKeys(['users', 0]),
  ...knownKeys(['users', 0, 'keys', 0]),
  ...knownKeys(['regions', 0]),
  ...knownKeys(['regions', 0, 'models', 0]),
  ...knownKeys(['contentFilters', 0]),
  ...knownKeys(['contentFilters', 0, 'blocklists', 0]),
  ...knownKeys(['budget']),
  ...knownKeys(['teams', 0]),
  ...knownKeys(['teams', 0, 'members']),
  ...knownKeys(['limits', 'budget', 0]),
  ...knownKeys(['alerts']),
  ...knownKeys(['models', 0, 'price']),
  '<<',
];

/** Values that come near to valid ones, so that every rule is reached. */
const word = fc.oneof(
  fc.constantFrom('', 'gpt-4', 'v1', '1', 'true', 'alice', 'a.example.com', '__proto__', 'key'),
  fc.constantFrom('eastus2', 'imported', '2027-03-31', 'constructor', 'a'.repeat(64)),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const scalar = fc.oneof(word, fc.integer(), fc.double(), fc.constant(null), fc.boolean());
const member = fc.oneof(fc.constantFrom(...members), word);
const inner = fc.dictionary(member, fc.oneof(scalar, fc.array(word, { maxLength: 3 })));
const entry = fc.dictionary(
  member,
  fc.oneof(scalar, inner, fc.array(fc.oneof(word, inner), { maxLength: 3 })),
);
const list = fc.array(fc.oneof(entry, word, fc.constant(null)), { maxLength: 4 });
const value = fc.oneof(
  word,
  list.map((items) => JSON.stringify(items)),
  entry.map((object) => JSON.stringify(object)),
  fc.json(),
);
const values = fc.dictionary(fc.oneof(fc.constantFrom(...topKeys), word), value);
const secretKeys = fc
  .uniqueArray(fc.oneof(fc.constantFrom(...topKeys), word))
  .map((keys) => new Set(keys));

test('any configuration gives settings, or faults of one line each', () => {
  fc.assert(
    fc.property(values, secretKeys, (configured, secret) => {
      const parsed = parseSettings({
        ...rawConfig({}, { secretKeys: secret }),
        values: configured,
      });
      if (parsed.ok) return;
      expect(parsed.faults).not.toEqual([]);
      const lines = explainFaults('dev', parsed.faults).split(/[\n\r\u2028\u2029]/u);
      expect(lines).toHaveLength(parsed.faults.length + 2);
    }),
    { numRuns: 500 },
  );
});

test('no value of a secret key gets into a message', () => {
  const secretValue = fc.oneof(
    word.map((text) => `${text}${CANARY}`),
    list.map((items) =>
      JSON.stringify(items).replaceAll(/"(alice|gpt-4|v1|)"(?!:)/g, `"${CANARY}"`),
    ),
    fc.constantFrom(`{"name":"${CANARY}"}`, `[["${CANARY}"]]`, `["${CANARY}"`),
  );
  const secrets = fc.dictionary(fc.constantFrom(...topKeys, 'unknown', 'user'), secretValue);
  fc.assert(
    fc.property(values, secrets, (plain, secret) => {
      const parsed = parseSettings({
        ...rawConfig({}, { secretKeys: new Set(Object.keys(secret)) }),
        values: { ...plain, ...secret },
        env: { CLOUDFLARE_ACCOUNT_ID: CANARY },
      });
      const said = parsed.ok ? parsed.warnings.join() : explainFaults('dev', parsed.faults);
      expect(said).not.toContain(CANARY);
    }),
    { numRuns: 500 },
  );
});

test("no key of a region and no user's keys get into a message, secret or not", () => {
  const key = fc.oneof(
    fc.constantFrom(CANARY, `${CANARY}${'x'.repeat(16)}`),
    word.map((text) => `${CANARY}${text}`),
    // In place of a key.
    fc.constantFrom([CANARY], { secure: CANARY }, { key: CANARY }),
  );
  const keyEntry = fc.record(
    { key, sha256: key, generation: fc.oneof(fc.nat(), key) },
    { requiredKeys: [] },
  );
  const user = fc.record(
    {
      name: word,
      key,
      sha256: key,
      keys: fc.oneof(key, fc.array(fc.oneof(keyEntry, key), { maxLength: 3 })),
      notes: key,
      kye: key,
      expires: fc.constantFrom('2027-03-31', '2020-01-01', 'soon'),
      models: fc.array(word, { maxLength: 2 }),
    },
    { requiredKeys: [] },
  );
  const region = fc.record(
    {
      name: word,
      location: fc.constantFrom('eastus2', 'swedencentral', 'Sweden Central'),
      account: fc.constantFrom('ours', 'theirs', 'a b'),
      key,
      kye: key,
      resourceGroup: fc.constantFrom('our-group', '/'),
      deployments: fc.constantFrom('listed', 'imported', 'all'),
      activeKey: fc.constantFrom(1, 2, 3),
    },
    { requiredKeys: [] },
  );
  const users = fc.oneof(fc.array(fc.oneof(user, key), { maxLength: 4 }), key);
  const regions = fc.oneof(fc.array(fc.oneof(region, key), { maxLength: 4 }), key);
  const secret = fc.subarray(['users', 'regions']).map((keys) => new Set(keys));
  fc.assert(
    fc.property(users, regions, secret, (ofUsers, ofRegions, secretKeys) => {
      const raw = rawConfig({ users: ofUsers, regions: ofRegions }, { secretKeys });
      const parsed = parseSettings(raw);
      const said = parsed.ok ? parsed.warnings.join() : explainFaults('dev', parsed.faults);
      expect(said).not.toContain(CANARY);
    }),
    { numRuns: 1000 },
  );
});

test('a configuration with keys of its own gives settings, and no warning shows one', () => {
  const text = fc.stringMatching(/^[a-z0-9]{1,40}$/).map((end) => `${CANARY}${end}`);
  const keyed = fc.uniqueArray(text, { minLength: 3, maxLength: 3 });
  fc.assert(
    fc.property(keyed, ([first = '', second = '', third = '']) => {
      const raw = rawConfig(
        {
          customDomain: 'a.test',
          models: [{ name: 'gpt-4', capacity: 0 }],
          users: [
            { name: 'a', key: first, models: [], notes: CANARY },
            { name: 'b', keys: [{ key: second }, { generation: 1 }], expires: '2020-01-01' },
          ],
          regions: [{ account: 'ours', key: third.padEnd(16, 'x') }],
        },
        { secretKeys: new Set(['users', 'regions']) },
      );
      const parsed = parseSettings(raw);
      expect(parsed.ok && parsed.warnings.join()).not.toContain(CANARY);
      expect(parsed).toMatchObject({ ok: true });
    }),
  );
});

test("no user's key gets into a message, also when it is not secret", () => {
  const key = fc.oneof(
    fc.constant(CANARY),
    word.map((text) => `${CANARY}${text}`),
  );
  const user = fc.record({ name: word, key, kye: key }, { requiredKeys: ['key'] });
  const users = fc.oneof(
    fc.array(user, { minLength: 1, maxLength: 4 }),
    fc.dictionary(word, key, { minKeys: 1 }),
    key,
  );
  fc.assert(
    fc.property(users, fc.boolean(), (configured, secret) => {
      const raw = rawConfig(
        { users: configured },
        { secretKeys: new Set(secret ? ['users'] : []) },
      );
      const parsed = parseSettings(raw);
      const said = parsed.ok ? parsed.warnings.join() : explainFaults('dev', parsed.faults);
      expect(said).not.toContain(CANARY);
    }),
  );
});
