import type { ComponentChildren } from 'preact';
import { Labelled } from '../../parts/choice.tsx';

export interface TextFormProps {
  readonly button: string;
  readonly isWaiting: boolean;
  readonly onSend: () => void;
  readonly children: ComponentChildren;
}

/** Fields and the button that sends them. */
export function TextForm({ button, isWaiting, onSend, children }: TextFormProps) {
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onSend();
      }}
    >
      {children}
      <button type="submit" class="primary" aria-disabled={isWaiting}>
        {button}
      </button>
    </form>
  );
}

export interface TextAreaProps {
  readonly label: string;
  readonly value: string;
  readonly onText: (text: string) => void;
}

export function TextArea({ label, value, onText }: TextAreaProps) {
  return (
    <Labelled label={label}>
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
