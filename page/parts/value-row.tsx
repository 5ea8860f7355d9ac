import { useState } from 'preact/hooks';
import { maskKey } from '../format/shown.ts';
import { useTexts } from '../session/context.ts';
import * as visitTexts from '../texts/visit.ts';
import { CopyButton } from './copy-button.tsx';

export interface ValueRowProps {
  readonly name: string;
  readonly value: string;
  /** A key, which is hidden until it is asked for. */
  readonly isSecret?: boolean;
}

/** A named value with a button that copies it. */
export function ValueRow({ name, value, isSecret = false }: ValueRowProps) {
  const [isShown, setShown] = useState(!isSecret);
  return (
    <div class="row-value">
      <span class="name">{name}</span>
      <span class="value">
        <code>{isShown ? value : maskKey(value)}</code>
        {isSecret && <ShowButton {...{ name, isShown }} onShow={setShown} />}
        <CopyButton value={value} what={name} />
      </span>
    </div>
  );
}

export interface ShowButtonProps {
  /** Of what is shown. */
  readonly name: string;
  readonly isShown: boolean;
  readonly onShow: (isShown: boolean) => void;
}

/** Shows and hides a key. */
export function ShowButton({ name, isShown, onShow }: ShowButtonProps) {
  const { t } = useTexts();
  const action = t(isShown ? visitTexts.hide : visitTexts.show);
  return (
    <button
      type="button"
      class="small"
      aria-label={`${action}: ${name}`}
      onClick={() => {
        onShow(!isShown);
      }}
    >
      {action}
    </button>
  );
}
