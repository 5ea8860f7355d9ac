// What is sent to a webhook when a mark of a budget is reached, in the form of the service that receives it.

import type { AlertFormat } from '../contract/budgets.ts';
import type { Sharing } from '../contract/failure.ts';
import type { Period } from '../contract/ledger.ts';
import { toDollars } from '../formats/decimal.ts';

/** A mark that was reached. Amounts in nano-dollars. */
export interface Alert {
  /** The name of the gateway. */
  readonly gateway: string;
  /** Whose budget it is. */
  readonly scope: Sharing;
  /** The user's or the team's name; empty for the whole gateway. */
  readonly name: string;
  readonly per: Period;
  /** The mark. */
  readonly percent: number;
  readonly limitNano: number;
  readonly spentNano: number;
  /** Unix milliseconds; null: the budget never resets. */
  readonly resetsAt: number | null;
}

/** Longer names are cut: Discord takes 2,000 characters in all. */
const MAX_NAME_LENGTH = 100;

/**
 * The body of the message as JSON text. A name is shown as it is: it can mention nobody, and neither link
 * nor format anything.
 */
export function alertBody(format: AlertFormat, alert: Alert): string {
  return JSON.stringify(BODIES[format](alert));
}

const BODIES: Readonly<Record<AlertFormat, (alert: Alert) => object>> = {
  json: jsonBody,
  slack: slackBody,
  teams: teamsBody,
  discord: discordBody,
};

/** Documented in docs/budgets.md. */
function jsonBody(alert: Alert): object {
  const { gateway, scope, name, per, percent, limitNano, spentNano, resetsAt } = alert;
  return {
    event: 'budget_reached',
    gateway,
    scope,
    name: scope === 'stack' ? null : name,
    per,
    percent,
    limit: toDollars(limitNano),
    spent: toDollars(spentNano),
    currency: 'USD',
    resetsAt: resetsAt === null ? null : new Date(resetsAt).toISOString(),
    text: describe(alert, plain),
  };
}

/**
 * https://docs.slack.dev/messaging/sending-messages-using-incoming-webhooks. Everything special, such as
 * `<!channel>`, is written in angle brackets:
 * https://docs.slack.dev/messaging/formatting-message-text#escaping
 */
function slackBody(alert: Alert): object {
  const escaped = (text: string) =>
    plain(text).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
  const text = describe(alert, escaped);
  return { text, mrkdwn: false, unfurl_links: false, unfurl_media: false };
}

/**
 * A workflow of Power Automate with the trigger "When a Teams webhook request is received", which takes
 * Adaptive Cards only:
 * https://learn.microsoft.com/microsoftteams/platform/webhooks-and-connectors/how-to/connectors-using.
 * A `TextRun` has no Markdown (https://adaptivecards.io/explorer/TextRun.html), and nobody is mentioned
 * without `msteams.entities`.
 */
function teamsBody(alert: Alert): object {
  const text = describe(alert, plain);
  const run = { type: 'TextRun', text };
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          fallbackText: 'A budget of the gateway is nearly spent.',
          body: [{ type: 'RichTextBlock', inlines: [run] }],
        },
      },
    ],
  };
}

/** No previews of links: https://docs.discord.com/developers/resources/message#message-object-message-flags */
const SUPPRESS_EMBEDS = 4;

/**
 * https://docs.discord.com/developers/resources/webhook#execute-webhook. Without `parse` nobody is notified:
 * https://docs.discord.com/developers/resources/message#allowed-mentions-object
 */
function discordBody(alert: Alert): object {
  const escaped = (text: string) => plain(text).replace(/[\\*_~`|>#\-[\]()<@:]/g, '\\$&');
  const content = describe(alert, escaped);
  return { content, allowed_mentions: { parse: [] }, flags: SUPPRESS_EMBEDS };
}

const SPANS: Readonly<Record<Period, string>> = {
  open: '',
  minute: ' for this minute',
  day: ' for this day',
  week: ' for this week',
  month: ' for this month',
  total: '',
};

/** One sentence or two. `shown` makes a name safe. */
function describe(alert: Alert, shown: (text: string) => string): string {
  const { gateway, scope, name, per, percent, limitNano, spentNano, resetsAt } = alert;
  const owner = scope === 'stack' ? 'the whole gateway' : `${scope} ${shown(name)}`;
  const reset =
    resetsAt === null
      ? ''
      : ` It resets on ${new Date(resetsAt).toISOString().slice(0, 16).replace('T', ' ')} UTC.`;
  return (
    `Gateway ${shown(gateway)}: ${owner} has spent ${percent} % of its budget${SPANS[per]}, ` +
    `USD ${toDollars(spentNano)} of ${toDollars(limitNano)}.${reset}`
  );
}

/** On one line, without characters that are not seen or turn the writing around. */
function plain(text: string): string {
  const line = text.replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ').trim();
  return line.length <= MAX_NAME_LENGTH ? line : `${line.slice(0, MAX_NAME_LENGTH)}…`;
}
