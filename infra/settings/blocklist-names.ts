// The names of a content filter's blocklists and their items in Azure. The rules use them to find names
// that clash before anything is registered.
import { createHash } from 'node:crypto';
import type { ContentFilterSettings } from './settings.ts';

type Blocklist = ContentFilterSettings['blocklists'][number];

/** One entry of a blocklist. */
export interface BlocklistItem {
  readonly id: string;
  readonly pattern: string;
  readonly isRegex: boolean;
}

/** The filters of an account share one set of blocklist names, so each begins with its filter's. */
export function blocklistName(filterName: string, listName: string): string {
  return `${filterName}-${listName}`;
}

/** Items are named after their contents: order and repetition in the settings change nothing. */
export function toBlocklistItems({ terms, patterns }: Blocklist): readonly BlocklistItem[] {
  return [
    ...[...new Set(terms)].map((term) => toItem(term, false)),
    ...[...new Set(patterns)].map((pattern) => toItem(pattern, true)),
  ];
}

function toItem(pattern: string, isRegex: boolean): BlocklistItem {
  const digest = createHash('sha256').update(pattern).digest('hex').slice(0, 12);
  return { id: `${isRegex ? 'pattern' : 'term'}-${digest}`, pattern, isRegex };
}
