import type { ComponentChildren } from 'preact';
import { useTexts } from '../session/context.ts';
import type { Loaded } from '../session/use-loaded.ts';
import { FailureNote } from './failure-note.tsx';
import * as frameTexts from '../texts/frame.ts';

export interface LoadedPartProps<T> {
  readonly loaded: Loaded<T>;
  readonly children: (value: T) => ComponentChildren;
}

/** What was read from the gateway, or that it is being read, or why it was not. */
export function LoadedPart<T>({ loaded, children }: LoadedPartProps<T>) {
  const { t } = useTexts();
  switch (loaded.state) {
    case 'loading':
      return (
        <p class="quiet" role="status">
          {t(frameTexts.loading)}
        </p>
      );
    case 'failed':
      return <FailureNote failure={loaded.failure} />;
    case 'ready':
      return <>{children(loaded.value)}</>;
  }
}
