// Lists and figures that the pages state by hand, against the code.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { FAULT_VOCABULARY } from '../../azure-stand-in/faults/fault.ts';
import { PACE_VOCABULARY } from '../../azure-stand-in/faults/pace.ts';
import { USAGE_VOCABULARY } from '../../azure-stand-in/usage/usage-directive.ts';
import { readEnvironment } from '../../container/environment.ts';
import { shownFailures } from '../../docs/tables/gateway/shown-failures.ts';
import { LOG_FIELDS, STREAM_OUTCOMES } from '../../docs/tables/gateway/log-fields.ts';
import { MODEL_TEXTS, TIMEOUT_TEXTS } from '../../docs/tables/settings/model-texts.ts';
import { HELP } from '../../local/options.ts';
import { HELP as MIGRATE_HELP } from '../../migrate/options.ts';
import { HELP as DOCTOR_HELP } from '../../doctor/options.ts';
import { HELP as REHEARSE_HELP } from '../../rehearsal/options.ts';
import {
  FIRST_BYTE_TIMEOUT_MS,
  HEADERS_TIMEOUT_MS,
  LEDGER_TIMEOUT_MS,
  MAX_FORM_BODY_BYTES,
  MAX_JSON_BODY_BYTES,
  MAX_LEDGER_READS,
  MAX_RESENT_BODY_BYTES,
  MAX_SHOWN_ROWS,
  MAX_USAGE_DAYS,
  PING_INTERVAL_MS,
} from '../../worker/contract/limits.ts';
import { LOGIN_ERRORS } from '../../worker/entra/login-errors.ts';
import { DEFAULT_API_VERSION } from '../../worker/models/catalog.ts';
import { alertBody, type Alert } from '../../worker/metering/alert-message.ts';
import { parseTarget } from '../../worker/operations/parse-target.ts';
import { USAGE_COLUMNS } from '../../worker/operations/usage/shown-usage.ts';

import { all, codeBlocks, codeSpans, firstColumn, PAGES, readPage, ROOT, tables } from './pages.ts';

const MIB = 1024 ** 2;

const ALERT: Alert = {
  gateway: 'gateway',
  scope: 'user',
  name: 'alice',
  per: 'day',
  percent: 80,
  limitNano: 1,
  spentNano: 1,
  resetsAt: null,
};

/** The options of a help text, as `--port N`. */
function optionsOf(help: string): readonly string[] {
  return all(help, /^ {2}(--\w+(?: [A-Z]+)?) {2,}/gm);
}

test("a model's defaults that its schema leaves to the Worker are those of the Worker", () => {
  expect(MODEL_TEXTS.apiVersion.unset?.en).toBe(`\`${DEFAULT_API_VERSION}\``);
  expect(TIMEOUT_TEXTS.headers.unset?.en).toBe(`\`${HEADERS_TIMEOUT_MS / 1000}\``);
  expect(TIMEOUT_TEXTS.firstByte.unset?.en).toBe(`\`${FIRST_BYTE_TIMEOUT_MS / 1000}\``);
});

describe.each(['docs/', 'docs/zh-CN/'])('%s', (folder) => {
  const page = (name: string) => readPage(`${folder}${name}`);

  test('states the limits of the code', () => {
    const { text } = page('api.md');
    for (const bytes of [MAX_JSON_BODY_BYTES, MAX_FORM_BODY_BYTES, MAX_RESENT_BODY_BYTES]) {
      expect(text).toContain(` ${bytes / MIB} MiB`);
    }
    expect(page('streaming.md').text).toMatch(new RegExp(`\\b${PING_INTERVAL_MS / 1000} `));
  });

  test('states the limits of questions about usage', () => {
    const { text } = page('budgets.md');
    const rows = MAX_SHOWN_ROWS.toLocaleString('en');
    for (const figure of [MAX_USAGE_DAYS, MAX_LEDGER_READS, rows, LEDGER_TIMEOUT_MS / 1000]) {
      expect(text).toMatch(new RegExp(`\\b${figure}\\b`));
    }
  });

  test('names every value of an alert, and what a member of /v1/me is', () => {
    const spans = codeSpans(page('budgets.md'));
    const alert = JSON.parse(alertBody('json', ALERT)) as object;
    expect(Object.keys(alert).filter((name) => !spans.includes(name))).toEqual([]);
    for (const column of USAGE_COLUMNS) expect(page('budgets.md').text).toContain(`"${column}": `);
  });

  test('shows URL spellings that the gateway reads as chat', () => {
    const paths = firstColumn(page('api.md'), '/chat/completions');
    expect(paths.length).toBeGreaterThan(3);
    for (const path of paths) {
      expect(parseTarget(`https://host${path}`).path).toBe('chat/completions');
    }
  });

  test('lists the options of npm start, npm run rehearse, doctor and migrate', () => {
    expect(firstColumn(page('local.md'), '--stack NAME')).toEqual(optionsOf(HELP));
    expect(firstColumn(page('rehearse.md'), '--stack NAME')).toEqual(optionsOf(REHEARSE_HELP));
    expect(firstColumn(page('doctor.md'), '--stack NAME')).toEqual(optionsOf(DOCTOR_HELP));
    const named = page('migrate.md').text;
    const options = optionsOf(MIGRATE_HELP).filter((option) => option !== '--help');
    expect(options).toContain('--stack NAME');
    expect(options.filter((option) => !named.includes(option.replace(/ .*/, '')))).toEqual([]);
  });

  test.each(['LISTEN_ADDRESS', 'PORT', 'STOP_GRACE_SECONDS', 'AZURE_ORIGIN', 'LEDGER_DIR'])(
    'lists %s, which the container reads',
    (variable) => {
      expect(firstColumn(page('container.md'), variable)).toHaveLength(5);
      const refused = readEnvironment({ [variable]: 'not a value' });
      expect(refused.ok ? [] : refused.error.join()).toContain(variable);
    },
  );

  test.each([
    'AZURE_TENANT_ID',
    'AZURE_CLIENT_ID',
    'ISSUER_HOST',
    'SIGNING_KEY',
    'SIGNING_KEY_FILE',
  ])('lists %s, which a keyless container reads', (variable) => {
    expect(firstColumn(page('container.md'), variable)).toHaveLength(5);
    const refused = readEnvironment({ ISSUER_HOST: 'not a host', [variable]: 'not a value' });
    expect(refused.ok ? [] : refused.error.join()).toMatch(new RegExp(`\\b${variable} (?!is)`));
  });

  test("lists the codes of Microsoft Entra's that the Worker knows, and no others", () => {
    const rows = tables(page('keyless.md')).find((each) =>
      each.some(([first = '']) => first.includes('AADSTS')),
    );
    const listed = (rows ?? []).flatMap(([first = '']) => all(first, /AADSTS(\d+)/g));
    const known = Object.keys(LOGIN_ERRORS);
    expect(listed.toSorted()).toEqual(known.toSorted());
  });

  test('lists every fault, pace and usage of the stand-in', () => {
    const cells = tables(page('local.md')).flatMap((rows) => rows.map(([first = '']) => first));
    const spans = cells
      .flatMap((cell) => cell.split(/`, `|, |、/))
      .map((s) => s.replaceAll('`', ''));
    const vocabularies = [FAULT_VOCABULARY, PACE_VOCABULARY, USAGE_VOCABULARY];
    const known = vocabularies.flatMap((names) => Object.keys(names));
    expect(known.filter((name) => !spans.includes(name))).toEqual([]);
  });
});

describe.each(PAGES)('$file', (page) => {
  test('gives each error code the status that the code gives it', () => {
    const known = new Map(shownFailures().map(({ code, status }) => [code, status]));
    const wrong = [...page.text.matchAll(/\b([1-5]\d\d) `([a-z_]+)`/g)].filter(
      ([, status, code = '']) => known.has(code) && known.get(code) !== Number(status),
    );
    expect(wrong.map(([text]) => text)).toEqual([]);
  });
});

test.each(['docs/operations.md', 'docs/zh-CN/operations.md'])(
  '%s names only errors, outcomes and log fields that exist',
  (file) => {
    const page = readPage(file);
    const azures = ['content_filter'];
    const known = [
      ...shownFailures().map(({ code }) => code),
      ...Object.keys(STREAM_OUTCOMES),
      ...azures,
    ];
    const snake = codeSpans(page).filter((span) => /^[a-z]+(_[a-z]+)+$/.test(span));
    expect(snake.length).toBeGreaterThan(10);
    expect(snake.filter((span) => !known.includes(span))).toEqual([]);
    const queried = codeBlocks(page)
      .flatMap(({ text }) => all(text, /^jq .*?'(.*?)'/gm))
      .flatMap((program) => all(program.replaceAll(/"[^"]*"/g, ''), /\b([a-z]\w*)/gi))
      .filter((word) => word !== 'select' && word !== 'tsv');
    expect(queried.length).toBeGreaterThan(8);
    expect(queried.filter((name) => !(name in LOG_FIELDS))).toEqual([]);
  },
);

test('CONTRIBUTING.md lists every script', () => {
  const { scripts } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>;
  };
  const spans = codeSpans(readPage('CONTRIBUTING.md'));
  const commands = Object.keys(scripts).map((name) =>
    name === 'start' || name === 'test' ? `npm ${name}` : `npm run ${name}`,
  );
  expect(commands.filter((command) => !spans.includes(command))).toEqual([]);
});
