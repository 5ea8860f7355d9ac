import { useCallback, useEffect, useState } from 'preact/hooks';
import { isAbort, toFailure, type ApiFailure } from '../api/failure.ts';

/** Something that is being read from the gateway. */
export type Loaded<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T }
  | { readonly state: 'failed'; readonly failure: ApiFailure };

/**
 * Reads something now, again whenever `dependencies` change, and on demand. A reading that is no longer
 * wanted is aborted.
 */
export function useLoaded<T>(
  load: (signal: AbortSignal) => Promise<T>,
  dependencies: readonly unknown[],
): readonly [loaded: Loaded<T>, reload: () => void] {
  const [loaded, setLoaded] = useState<Loaded<T>>({ state: 'loading' });
  const [round, setRound] = useState(0);
  useEffect(() => {
    const controller = new AbortController();
    load(controller.signal).then(
      (value) => {
        if (!controller.signal.aborted) setLoaded({ state: 'ready', value });
      },
      (error: unknown) => {
        if (controller.signal.aborted || isAbort(error)) return;
        setLoaded({ state: 'failed', failure: toFailure(error) });
      },
    );
    return () => {
      controller.abort();
    };
  }, [...dependencies, round]);
  const reload = useCallback(() => {
    setRound((before) => before + 1);
  }, []);
  return [loaded, reload];
}
