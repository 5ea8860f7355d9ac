// Parts of the sentences in error-answers.ts.

import type { FormFault, Sharing } from './failure.ts';
import { MAX_BOUNDARY_LENGTH, MAX_FIELDS, MAX_FIELD_HEADER_BYTES } from './limits.ts';
import { misspelled } from './nearest.ts';

/** Who runs the gateway, to the users of the gateway. */
export const OPERATOR = "the gateway's operator";

/** About a URL of which nothing else is known. */
export const GENERAL_ADVICE =
  'This gateway serves the OpenAI API below /v1; check the base URL of your client.';

/** What is wrong with a form. */
export const FORM_FAULTS: Readonly<Record<FormFault, string>> = {
  no_boundary:
    `The Content-Type of the form has no boundary of 1 to ${MAX_BOUNDARY_LENGTH} characters. ` +
    'Let your HTTP client set that header.',
  boundary_not_found: 'The boundary in the Content-Type does not occur in the form.',
  cut_short: 'The form ends before its closing boundary.',
  field_without_name: 'A field of the form has no name.',
  too_many_fields: `The form has more than ${MAX_FIELDS} fields.`,
  headers_too_long: `A field of the form has more than ${MAX_FIELD_HEADER_BYTES} bytes of headers.`,
  ambiguous_boundary:
    'The boundary of the form occurs outside of a delimiter line. Begin the form with its boundary, and ' +
    'choose a boundary that the contents do not have.',
  ambiguous_name:
    "A field's name could be read in more than one way. Give each field one `Content-Disposition` line, " +
    'with one plain `name="…"`.',
};

/** Who shares a limit. */
export const OWNERS: Readonly<Record<Sharing, string>> = {
  user: 'your user',
  team: 'your team',
  stack: 'this gateway',
};

/** @param retryAfterMs until the limit resets; null: it never does */
export function waitOrAsk(retryAfterMs: number | null): string {
  if (retryAfterMs === null) return `Send a shorter request, or ask ${OPERATOR} for more.`;
  const seconds = Math.ceil(retryAfterMs / 1000);
  return `The limit resets in ${seconds} s. Wait, send a shorter request, or ask ${OPERATOR} for more.`;
}

/** A sentence that lists what exists, for the message about what does not. */
export function describeAvailable(names: readonly string[]): string {
  if (names.length === 0) return `No model is available to you. Tell ${OPERATOR}.`;
  return `Available: ${names.map((name) => `\`${name}\``).join(', ')}.`;
}

/** A sentence that lists the accounts to choose from. */
export function describeAccounts(names: readonly string[]): string {
  return `The header \`x-gateway-account\` takes ${names.map((name) => `\`${name}\``).join(' or ')}.`;
}

/**
 * A sentence with the model that was probably meant, and a space behind it; empty where none is near. Routers
 * put a provider's name in front, as in `azure/gpt-5.4` or `openai:gpt-5.4`.
 *
 * @param available what the caller may use: names of other models must not be shown
 */
export function guessModel(name: string, available: readonly string[]): string {
  if (name.length > MAX_SHOWN_NAME) return '';
  const bare = /[^/:]*$/.exec(name)?.[0] ?? '';
  const meant = misspelled(name, available) ?? misspelled(bare, available);
  return meant === undefined ? '' : `Did you mean \`${meant}\`? `;
}

const MAX_SHOWN_NAME = 100;

/** A name that a client made up may be of any length. */
export function shortened(name: string): string {
  return name.slice(0, MAX_SHOWN_NAME);
}

/** As the first word of a sentence. */
export function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
