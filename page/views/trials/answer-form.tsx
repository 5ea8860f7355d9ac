import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { toFailure, type ApiFailure } from '../../api/failure.ts';
import { Labelled } from '../../parts/choice.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useTexts } from '../../session/context.ts';
import type { Text } from '../../texts/text.ts';

export interface AnswerFormProps<T> {
  readonly button: Text;
  /** What is announced while the answer is awaited. */
  readonly waiting: Text;
  /** What is announced when it is there. */
  readonly done: (answer: T) => string;
  /** Sends the fields. */
  readonly ask: () => Promise<T>;
  /** The answer, below the form. */
  readonly show?: (answer: T) => ComponentChildren;
  /** The fields. */
  readonly children: ComponentChildren;
}

type Answer<T> = 'waiting' | ApiFailure | { readonly value: T };

/** Fields, a button that sends them, and the answer. */
export function AnswerForm<T>(props: AnswerFormProps<T>) {
  const { button, waiting, done, ask, show, children } = props;
  const { t } = useTexts();
  const [answer, setAnswer] = useState<Answer<T>>();
  const isWaiting = answer === 'waiting';
  const value = typeof answer === 'object' && 'value' in answer ? answer : undefined;
  const send = () => {
    setAnswer('waiting');
    ask().then(
      (received) => {
        setAnswer({ value: received });
      },
      (error: unknown) => {
        setAnswer(toFailure(error));
      },
    );
  };
  return (
    <>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (!isWaiting) send();
        }}
      >
        {children}
        <button type="submit" class="primary" aria-disabled={isWaiting}>
          {t(button)}
        </button>
      </form>
      <p role="status">
        {isWaiting && t(waiting)}
        {value && done(value.value)}
      </p>
      {value && show?.(value.value)}
      {answer instanceof Error && <FailureNote failure={answer} />}
    </>
  );
}

export interface TextAreaProps {
  readonly label: Text;
  readonly value: string;
  readonly onText: (text: string) => void;
}

/** A field for a text. */
export function TextArea({ label, value, onText }: TextAreaProps) {
  const { t } = useTexts();
  return (
    <Labelled label={t(label)}>
      {(id) => (
        <textarea
          id={id}
          rows={3}
          required
          value={value}
          onInput={({ currentTarget }) => {
            onText(currentTarget.value);
          }}
        />
      )}
    </Labelled>
  );
}
