// Chooses the user and the model of the command that `npm start` shows, so that the command works.
// What each user may do comes from the Worker's own bindings.
import { parseConfig } from '../worker/config/parse-config.ts';
import type { Plan } from './plan.ts';

/** A user who may call the gateway. */
export interface Caller {
  readonly name: string;
  readonly key: string;
  /** At least one. */
  readonly models: readonly string[];
  /** One of them that takes chat requests. */
  readonly chat: string | undefined;
}

/**
 * The first user who may use a chat model, or else the first who may use any model. Undefined when no
 * active user has a known key.
 *
 * @param now Unix milliseconds
 */
export function chooseCaller(
  { script, users }: Pick<Plan, 'script' | 'users'>,
  now: number,
): Caller | undefined {
  const config = parseConfig(
    Object.fromEntries(script.bindings.map(({ name, text }) => [name, text])),
  );
  if (!config.ok || config.value.access.kind !== 'users') return undefined;
  const { access, catalog } = config.value;
  const callers = users.flatMap(({ name, key }): readonly Caller[] => {
    const user = access.users.byKey.get(key)?.user;
    if (user === undefined || user.disabled) return [];
    if (user.expires !== undefined && user.expires * 1000 <= now) return [];
    const models = [...(user.models?.() ?? catalog).keys()];
    return models.length === 0 ? [] : [{ name, key, models, chat: models.find(canChat) }];
  });
  return callers.find(({ chat }) => chat !== undefined) ?? callers[0];
}

function canChat(model: string): boolean {
  return !/embedding|whisper|tts|dall-e|image|transcribe|realtime|audio/.test(model);
}
