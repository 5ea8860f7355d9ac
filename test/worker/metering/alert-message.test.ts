// The messages about budgets, in the form of each service.
import { expect, test } from 'vitest';
import { ALERT_FORMATS } from '../../../worker/contract/budgets.ts';
import { alertBody, type Alert } from '../../../worker/metering/alert-message.ts';

const ALERT: Alert = {
  gateway: 'openai-gateway',
  scope: 'team',
  name: 'research',
  per: 'month',
  percent: 80,
  limitNano: 20_000_000_000,
  spentNano: 16_250_000_001,
  resetsAt: Date.parse('2026-12-01T00:00:00Z'),
};
const TEXT =
  'Gateway openai-gateway: team research has spent 80 % of its budget for this month, ' +
  'USD 16.250000001 of 20. It resets on 2026-12-01 00:00 UTC.';

function bodyOf(format: (typeof ALERT_FORMATS)[number], alert: Partial<Alert> = {}): unknown {
  return JSON.parse(alertBody(format, { ...ALERT, ...alert }));
}

test('JSON has every value by itself, money as exact text', () => {
  expect(bodyOf('json')).toEqual({
    event: 'budget_reached',
    gateway: 'openai-gateway',
    scope: 'team',
    name: 'research',
    per: 'month',
    percent: 80,
    limit: '20',
    spent: '16.250000001',
    currency: 'USD',
    resetsAt: '2026-12-01T00:00:00.000Z',
    text: TEXT,
  });
});

test('a budget of the whole gateway that never resets', () => {
  expect(bodyOf('json', { scope: 'stack', name: '', per: 'total', resetsAt: null })).toMatchObject({
    name: null,
    resetsAt: null,
    text:
      'Gateway openai-gateway: the whole gateway has spent 80 % of its budget, ' +
      'USD 16.250000001 of 20.',
  });
});

test('the forms of Slack, Teams and Discord', () => {
  expect(bodyOf('slack')).toMatchObject({ text: TEXT, mrkdwn: false });
  expect(bodyOf('teams')).toMatchObject({
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        content: {
          type: 'AdaptiveCard',
          version: '1.4',
          body: [{ type: 'RichTextBlock', inlines: [{ type: 'TextRun', text: TEXT }] }],
        },
      },
    ],
  });
  expect(bodyOf('discord')).toEqual({
    content: TEXT.replace('openai-gateway', 'openai\\-gateway'),
    allowed_mentions: { parse: [] },
    flags: 4,
  });
});

test.each(ALERT_FORMATS)(
  'no name can mention anybody, or begin a line of its own: %s',
  (format) => {
    const name = '@everyone <!channel> <@U1> </b>*x*\n# [y](https://z)\u202e';
    const body = bodyOf(format, { name });
    // The `name` of JSON is for programs, so it stays as it is.
    const text = JSON.stringify({ ...(body as object), name: undefined });
    expect(text).not.toMatch(/\\n|\u202e|"entities"/);
    if (format === 'slack') {
      expect(text).not.toMatch(/[<>]/);
      expect(text).toContain('&lt;!channel&gt; &lt;@U1&gt;');
    }
    if (format === 'discord') {
      expect((body as { content: string }).content).toContain(
        '\\@everyone \\<!channel\\> \\<\\@U1\\>',
      );
      expect(body).toMatchObject({ allowed_mentions: { parse: [] } });
    }
  },
);

test.each(ALERT_FORMATS)('long names fit: %s', (format) => {
  const long = '@'.repeat(5000);
  expect(alertBody(format, { ...ALERT, gateway: long, name: long }).length).toBeLessThan(12_000);
  const { content = '' } = bodyOf('discord', { gateway: long, name: long }) as { content?: string };
  expect(content.length).toBeLessThan(2000);
});
