// The member of a request that limits its output, and lowering it to what is affordable.

import type { MemberEdit } from '../../formats/json-edit.ts';
import type { Model } from '../../models/catalog.ts';
import type { Operation } from '../../operations/operation.ts';
import { countValue } from '../../request/count-value.ts';
import type { BodyChanges } from '../../request/outgoing-body.ts';
import type { RequestBody } from '../../request/read-body.ts';
import { familyOf } from '../../traits/families.ts';

/** Where a request limits its output. */
export interface OutputLimit {
  /** The member as Azure will get it. */
  readonly member: string;
  /** The members that the client used for it. */
  readonly given: readonly string[];
  /** Tokens; undefined: the client sets no limit. */
  readonly asked: number | undefined;
  /** The client uses a name that the model may not know. */
  readonly isUnsure: boolean;
}

/** Reasoning models take the newer name alone, other makers' models the older one. */
const CHAT_MEMBERS = ['max_completion_tokens', 'max_tokens'] as const;

/** The legacy default: https://platform.openai.com/docs/api-reference/completions/create */
const COMPLETION_TOKENS = 16;

/** Dated versions before it do not know `max_completion_tokens`: https://learn.microsoft.com/azure/foundry/openai/api-version-lifecycle */
const FIRST_API_VERSION = '2024-09-01-preview';

/** The limit of a request for text; undefined where the operator keeps such a member from Azure. */
export function outputLimit({
  operation,
  body,
  model,
  changes,
}: {
  readonly operation: Operation;
  readonly body: RequestBody;
  readonly model: Model;
  readonly changes: BodyChanges;
}): OutputLimit | undefined {
  if (body.kind !== 'json') return undefined;
  const names = namesFor(operation);
  // What the operator keeps from Azure limits nothing.
  const given = names.filter(
    (name) => body.root.has(name) && changes.members.get(name)?.kind !== 'remove',
  );
  const asked = given.flatMap((name) => countValue(body.root.get(name)) ?? []);
  const member = nameAtAzure(given, model, operation, changes);
  if (model.overrides?.drop?.includes(member) === true) return undefined;
  const implied = operation.capability === 'completions' ? COMPLETION_TOKENS : undefined;
  const isUnsure = operation.capability === 'chat' && given.length > 0 && !isKnown(model);
  return {
    member,
    given,
    asked: asked.length === 0 ? implied : Math.max(...asked),
    isUnsure: isUnsure && !given.includes('max_tokens'),
  };
}

/** Whether it is one of OpenAI's models. Others may ignore the newer name. */
function isKnown({ azureName }: Model): boolean {
  return azureName !== undefined && familyOf(azureName) !== undefined;
}

function namesFor({ capability }: Operation): readonly string[] {
  if (capability === 'responses') return ['max_output_tokens'];
  return capability === 'completions' ? ['max_tokens'] : CHAT_MEMBERS;
}

function nameAtAzure(
  given: readonly string[],
  model: Model,
  { capability }: Operation,
  { members }: BodyChanges,
): string {
  if (capability === 'responses') return 'max_output_tokens';
  if (capability === 'completions') return 'max_tokens';
  for (const name of given) {
    const edit = members.get(name);
    if (edit?.kind === 'rename') return edit.to;
    if (isKnown(model)) return name;
  }
  const isOld = model.upstream === 'deployment' && model.apiVersion < FIRST_API_VERSION;
  return isKnown(model) && !isOld ? 'max_completion_tokens' : 'max_tokens';
}

/** The changes with the limit set. */
export function withLimit(
  changes: BodyChanges,
  { member, given }: OutputLimit,
  tokens: number,
): BodyChanges {
  const members = new Map<string, MemberEdit>(changes.members);
  for (const name of given) members.set(name, { kind: 'remove' });
  members.set(member, { kind: 'set', value: String(tokens) });
  return { ...changes, members };
}
