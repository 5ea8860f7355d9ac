import { useState } from 'preact/hooks';
import type { ApiFailure } from '../api/failure.ts';
import { FailureNote } from '../parts/failure-note.tsx';
import { ShowButton, ValueRow } from '../parts/value-row.tsx';
import * as connectTexts from '../texts/connect.ts';
import { useTexts } from '../session/context.ts';
import * as visitTexts from '../texts/visit.ts';

export interface SignInProps {
  /** Whether a key is being checked. */
  readonly isChecking: boolean;
  /** Why the last key did not work. */
  readonly failure: ApiFailure | undefined;
  readonly onKey: (key: string) => void;
}

/** What a visitor without a key sees. */
export function SignIn({ isChecking, failure, onKey }: SignInProps) {
  const { t } = useTexts();
  return (
    <div class="visit">
      <h1 tabIndex={-1}>{t(visitTexts.title)}</h1>
      <p class="lead">{t(visitTexts.lead)}</p>
      <div class="card">
        <KeyForm {...{ isChecking, onKey }} hasFailed={failure !== undefined} />
        {failure !== undefined && <FailureNote failure={failure} />}
        <p class="fine">{t(visitTexts.staysHere)}</p>
      </div>
      <ValueRow name={t(connectTexts.fieldBase)} value={`${location.origin}/v1`} />
    </div>
  );
}

const PLAIN = { type: 'text' } as const;
const HIDDEN = { type: 'password' } as const;

type KeyFormProps = Omit<SignInProps, 'failure'> & { readonly hasFailed: boolean };

function KeyForm({ isChecking, hasFailed, onKey }: KeyFormProps) {
  const { t } = useTexts();
  const [key, setKey] = useState('');
  const [isShown, setShown] = useState(false);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (key.trim() !== '' && !isChecking) onKey(key.trim());
      }}
    >
      <label for="key">{t(visitTexts.key)}</label>
      <p class="hint" id="key-hint">
        {t(visitTexts.hint)}
      </p>
      <div class="key-row">
        <div class="key-field">
          <input
            id="key"
            {...(isShown ? PLAIN : HIDDEN)}
            value={key}
            required
            autocomplete="off"
            spellcheck={false}
            autocapitalize="off"
            aria-describedby="key-hint"
            aria-invalid={hasFailed}
            onInput={({ currentTarget }) => {
              setKey(currentTarget.value);
            }}
          />
          <ShowButton name={t(visitTexts.key)} isShown={isShown} onShow={setShown} />
        </div>
        <button type="submit" class="primary" aria-disabled={isChecking}>
          {t(isChecking ? visitTexts.opening : visitTexts.open)}
        </button>
      </div>
    </form>
  );
}
