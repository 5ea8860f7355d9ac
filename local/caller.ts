// Choosing whose key and which model stand in the command that `npm start` shows, so that it
// works: what each user may do is read from what the Worker is told.
import { parseConfig } from '../worker/config/parse-config.ts';
import type { Plan } from './plan.ts';

/** A user whose requests are answered. */
export interface Caller {
  readonly name: string;
  readonly key: string;
  /** At least one. */
  readonly models: readonly string[];
  /** One of them that chats. */
  readonly chat: string | undefined;
}

/**
 * The first user who may call, of those who may chat if anybody may; undefined where nobody whose key
 * is known may call.
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
