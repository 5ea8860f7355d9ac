import { useState } from 'preact/hooks';
import { toFailure, type ApiFailure } from '../../api/failure.ts';

/** The answer to something that was sent by a button. */
export type Answer<T> =
  | { readonly state: 'none' }
  | { readonly state: 'waiting' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly failure: ApiFailure };

/** Sends one request at a time and keeps its answer. */
export function useAnswer<T>(): readonly [Answer<T>, (asking: () => Promise<T>) => void] {
  const [answer, setAnswer] = useState<Answer<T>>({ state: 'none' });
  const ask = (asking: () => Promise<T>) => {
    if (answer.state === 'waiting') return;
    setAnswer({ state: 'waiting' });
    asking().then(
      (value) => {
        setAnswer({ state: 'ready', value });
      },
      (error: unknown) => {
        setAnswer({ state: 'failed', failure: toFailure(error) });
      },
    );
  };
  return [answer, ask];
}
