import fc from 'fast-check';
import { expect, test } from 'vitest';
import { explainFaults } from '../../infra/settings-faults.ts';
import { knownKeys } from '../../infra/settings-schema.ts';
import { parseSettings } from '../../infra/settings.ts';
import { rawConfig } from './raw-config.ts';

const CANARY = 'canary7f3a';
const topKeys = knownKeys([]);

/** Values that come near to valid ones, so that every rule is reached. */
const word = fc.oneof(
  fc.constantFrom('', 'gpt-4', 'v1', '1', 'true', 'alice', 'a.example.com', '__proto__', 'key'),
  fc.string({ unit: 'binary', maxLength: 20 }),
);
const entry = fc.dictionary(
  fc.oneof(fc.constantFrom(...knownKeys(['models', 0]), ...knownKeys(['users', 0])), word),
  fc.oneof(word, fc.array(word, { maxLength: 3 }), fc.integer(), fc.constant(null), fc.boolean()),
);
const list = fc.array(fc.oneof(entry, word, fc.constant(null)), { maxLength: 4 });
const value = fc.oneof(
  word,
  list.map((items) => JSON.stringify(items)),
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
