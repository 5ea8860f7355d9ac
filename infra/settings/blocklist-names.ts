// What a content filter's blocklist and its items are called at Azure. Pure, so that names that
// clash are found before anything is registered.
import { createHash } from 'node:crypto';
import type { ContentFilterSettings } from './settings.ts';

type Blocklist = ContentFilterSettings['blocklists'][number];

/** What a blocklist blocks. */
export interface BlocklistItem {
  readonly id: string;
  readonly pattern: string;
  readonly isRegex: boolean;
}

/** All filters of an account share one set of names. */
export function blocklistName(filterName: string, listName: string): string {
  return `${filterName}-${listName}`;
}

/** Named after what they hold, so that their order changes nothing, and each is there once. */
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
