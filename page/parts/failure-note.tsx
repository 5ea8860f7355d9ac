import type { ApiFailure } from '../api/failure.ts';
import { useTexts } from '../session/context.ts';
import * as frameTexts from '../texts/frame.ts';

/** Why something did not work. The gateway's own sentence is shown as it is. */
export function FailureNote({ failure }: { readonly failure: ApiFailure }) {
  const { t } = useTexts();
  const { kind, message, status, requestId } = failure;
  const isOwnText = kind === 'refused' && message !== '';
  return (
    <div class="failure" role="alert">
      {isOwnText ? (
        <p lang="en">{message}</p>
      ) : (
        <p>{t(frameTexts.failures[kind === 'refused' ? 'unreadable' : kind], { status })}</p>
      )}
      {requestId !== undefined && (
        <p class="fine">{t(frameTexts.failures.request, { id: requestId })}</p>
      )}
    </div>
  );
}
