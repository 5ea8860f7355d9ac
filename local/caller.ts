// Chooses the user and the model of the command that `npm start` shows, so that the command works.
// What each user may do comes from the Worker's own bindings.
import type { Catalog } from '../worker/models/catalog.ts';
import { traitsOf } from '../worker/traits/traits.ts';
import type { Plan } from './plan.ts';
import { readConfig } from './stack/read-config.ts';

/** A user who may call the gateway. */
export interface Caller {
  readonly name: string;
  readonly key: string;
  /** A request that one of them takes; undefined if none of them takes a plain text. */
  readonly example: ExampleRequest | undefined;
}

/** A request whose body is a text for a model. */
export interface ExampleRequest {
  readonly operation: (typeof EXAMPLES)[number];
  readonly model: string;
}

/** Best first. */
const EXAMPLES = ['chat', 'responses', 'embeddings'] as const;

/**
 * The first user who may use a chat model, or else the first one with any example, or else the first who
 * may use any model. Undefined when no active user has a known key.
 *
 * @param now Unix milliseconds
 */
export function chooseCaller(
  { script, users }: Pick<Plan, 'script' | 'users'>,
  now: number,
): Caller | undefined {
  const { access, catalog } = readConfig(script);
  if (access.kind !== 'users') return undefined;
  const callers = users.flatMap(({ name, key }): readonly Caller[] => {
    const user = access.users.byKey.get(key)?.user;
    if (user === undefined || user.disabled) return [];
    if (user.expires !== undefined && user.expires * 1000 <= now) return [];
    const models = user.models?.() ?? catalog;
    if (models.size === 0) return [];
    return [{ name, key, example: findExample(models) }];
  });
  return (
    callers.find(({ example }) => example?.operation === 'chat') ??
    callers.find(({ example }) => example !== undefined) ??
    callers[0]
  );
}

function findExample(models: Catalog): ExampleRequest | undefined {
  for (const operation of EXAMPLES) {
    for (const [model, { traits }] of models) {
      // Where the stack does not name Azure's model, the client's name is the best guess.
      const capabilities = traits.capabilities ?? traitsOf(model).capabilities;
      if (capabilities?.includes(operation) === true) return { operation, model };
    }
  }
  // Of models of which nothing is known, most take chats.
  for (const [model, { traits }] of models) {
    const isKnown = traits.capabilities !== undefined || traitsOf(model).capabilities !== undefined;
    if (!isKnown) return { operation: 'chat', model };
  }
  return undefined;
}
