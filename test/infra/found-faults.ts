// The faults of a configuration as places and kinds, without the words.
import { parseSettings } from '../../infra/parse-settings.ts';
import { HIDDEN_VALUE } from '../../infra/rules/settings-faults.ts';
import { rawConfig } from './raw-config.ts';

/** Each fault as "place: kind", with a mark where its value is hidden and the word that may be meant. */
export function foundFaults(...args: Parameters<typeof rawConfig>): readonly string[] {
  const parsed = parseSettings(rawConfig(...args));
  if (parsed.ok) return [];
  return parsed.faults.map(({ key, kind, text, suggestion }) => {
    const hidden = text.includes(HIDDEN_VALUE) ? ' (hidden)' : '';
    return `${key}: ${kind}${hidden}${suggestion === undefined ? '' : ` (did you mean ${suggestion}?)`}`;
  });
}
