// The settings of streams, tokens and pages, from the stack file to the Worker.
import * as pulumi from '@pulumi/pulumi';
import { expect, test } from 'vitest';
import { toBindings } from '../../../infra/bindings/worker-bindings.ts';
import { parseSettings } from '../../../infra/parse-settings.ts';
import type { Settings } from '../../../infra/settings/settings.ts';
import { toUserBinding } from '../../../infra/bindings/user-bindings.ts';
import { readSettings } from '../../../worker/config/settings.ts';
import { rawConfig } from '../raw-config.ts';

function settingsOf(values: Readonly<Record<string, unknown>>): Settings {
  const parsed = parseSettings(rawConfig(values));
  if (!parsed.ok) throw new Error('the test configuration has faults');
  return parsed.settings;
}

/** The text of the binding SETTINGS. */
function bindingOf(values: Readonly<Record<string, unknown>>): unknown {
  const bindings = toBindings({
    workerName: 'proxy',
    models: [],
    users: [],
    backends: [{ name: 'here', endpoint: 'https://x', key: pulumi.secret('key') }],
    settings: settingsOf(values),
  });
  const found = bindings.filter((binding) => binding.name === 'SETTINGS');
  expect(found).toEqual([
    { type: 'plain_text', name: 'SETTINGS', text: expect.any(String) as unknown },
  ]);
  return found.map((binding) => ('text' in binding ? binding.text : undefined))[0];
}

test.each([
  ['nothing set', {}, '{}'],
  ['the defaults set', { typewriter: 'off', usage: 'false' }, '{}'],
  ['both set', { typewriter: 'smooth', usage: 'true' }, '{"typewriter":"smooth","usage":true}'],
  ['one set', { typewriter: 'events' }, '{"typewriter":"events"}'],
  ['any origin', { corsOrigins: ['*', 'https://a'] }, '{}'],
  ['no origin', { corsOrigins: [] }, '{"corsOrigins":[]}'],
  [
    'origins of pages, programs and a test',
    { corsOrigins: ['https://a.example', 'tauri://localhost', 'http://[::1]:3000'] },
    '{"corsOrigins":["https://a.example","tauri://localhost","http://[::1]:3000"]}',
  ],
])("SETTINGS has only values that are not the Worker's default: %s", (_, values, text) => {
  expect(bindingOf(values)).toBe(text);
});

test.each([
  {},
  { typewriter: 'smooth', usage: 'true' },
  { typewriter: 'events' },
  { corsOrigins: [] },
  { corsOrigins: ['https://a.example'] },
])('the Worker reads %j as it was set', (values) => {
  const { typewriter, usage, corsOrigins } = settingsOf(values);
  const read = readSettings({ SETTINGS: String(bindingOf(values)) });
  expect(read).toEqual({ ok: true, value: { typewriter, usage, corsOrigins } });
});

test("a user's own typewriter goes along with each of the user's keys", () => {
  const users = [
    { name: 'alice', typewriter: 'smooth' },
    { name: 'bob', typewriter: false },
  ];
  const { users: parsed } = settingsOf({ users });
  const bindings = parsed.map((user) => toUserBinding(user, { key: 'k' }));
  expect(bindings).toEqual([
    { name: 'alice', key: 'k', typewriter: 'smooth' },
    { name: 'bob', key: 'k', typewriter: 'off' },
  ]);
});

test.each([
  [{ typewriter: 'fast' }, 'typewriter'],
  [{ usage: 'yes' }, 'usage'],
  [{ users: [{ name: 'alice', typewriter: 'slow' }] }, 'users[0].typewriter'],
])('says what is wrong with %j', (values, key) => {
  const parsed = parseSettings(rawConfig(values));
  expect(parsed).toMatchObject({ ok: false, faults: [{ key }] });
  const text = parsed.ok ? '' : parsed.faults[0]?.text;
  expect(text).toContain(key === 'usage' ? 'one of true, false' : 'one of off, events, smooth');
});
