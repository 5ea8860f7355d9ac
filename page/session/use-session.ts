// Signing in and out. Signing in is nothing but asking the gateway whose key it is.
import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { isAbort, toFailure, type ApiFailure } from '../api/failure.ts';
import { readMe } from '../api/me.ts';
import type { Session } from './context.ts';
import { forgetAll, keepKey, keptKey } from './kept.ts';

export interface SessionState {
  /** undefined: nobody is signed in. */
  readonly session: Session | undefined;
  readonly isChecking: boolean;
  readonly failure: ApiFailure | undefined;
  readonly signIn: (key: string) => void;
  readonly forget: () => void;
}

type State = Pick<SessionState, 'session' | 'isChecking' | 'failure'>;

const NOBODY: State = { session: undefined, isChecking: false, failure: undefined };

/** Begins with the key of an invite link, or with the one that the tab has kept. */
export function useSession(invited: string | undefined): SessionState {
  const [first] = useState(() => invited ?? keptKey());
  const [state, setState] = useState<State>({ ...NOBODY, isChecking: first !== undefined });
  const running = useRef<AbortController>(undefined);

  const signIn = useCallback((key: string) => {
    running.current?.abort();
    const controller = new AbortController();
    running.current = controller;
    setState({ ...NOBODY, isChecking: true });
    readMe(key, undefined, controller.signal).then(
      (me) => {
        if (controller.signal.aborted) return;
        keepKey(key);
        setState({ ...NOBODY, session: { key, me } });
      },
      (error: unknown) => {
        if (controller.signal.aborted || isAbort(error)) return;
        setState({ ...NOBODY, failure: toFailure(error) });
      },
    );
  }, []);

  const forget = useCallback(() => {
    running.current?.abort();
    forgetAll();
    setState(NOBODY);
  }, []);

  useEffect(() => {
    if (first !== undefined) signIn(first);
  }, [first, signIn]);

  return { ...state, signIn, forget };
}
