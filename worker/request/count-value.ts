// Counts in a request: how many answers, tokens or pictures it wants.

import { fieldText } from './form.ts';
import type { RequestBody } from './read-body.ts';

/** A whole number above 0; undefined for everything else, which Azure refuses. */
export function countValue(value: unknown): number | undefined {
  return Number.isSafeInteger(value) && Number(value) > 0 ? Number(value) : undefined;
}

/** The count in a member or a field of a body. */
export function countIn(body: RequestBody, name: string): number | undefined {
  switch (body.kind) {
    case 'json':
      return countValue(body.root.get(name));
    case 'form': {
      const text = fieldText(body, name);
      return text === undefined ? undefined : countValue(Number(text));
    }
    case 'opaque':
      return undefined;
  }
}
