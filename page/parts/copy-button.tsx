import { useState } from 'preact/hooks';
import { useTexts } from '../session/context.ts';
import * as frameTexts from '../texts/frame.ts';

export interface CopyButtonProps {
  /** What is copied. */
  readonly value: string;
  /** What it is, for screen readers. */
  readonly what: string;
}

const SHOWN_MS = 2500;

/** Copies a text, and says so to eyes and ears. */
export function CopyButton({ value, what }: CopyButtonProps) {
  const { t } = useTexts();
  const [result, setResult] = useState<'copied' | 'failed'>();
  const copy = async () => {
    setResult((await writeClipboard(value)) ? 'copied' : 'failed');
    setTimeout(() => {
      setResult(undefined);
    }, SHOWN_MS);
  };
  return (
    <span class="copy">
      <button
        type="button"
        class="small"
        aria-label={t(frameTexts.copyOf, { what })}
        onClick={() => void copy()}
      >
        <span aria-hidden="true">
          {t(result === 'copied' ? frameTexts.copyResults.copied : frameTexts.copyCopy)}
        </span>
      </button>
      <span role="status" class={result === 'failed' ? 'copy-failed' : 'unseen'}>
        {result === undefined ? '' : t(frameTexts.copyResults[result])}
      </span>
    </span>
  );
}

/** Browsers offer the clipboard only to pages from https: and from this machine. */
async function writeClipboard(value: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(value);
    return true;
  } catch {
    return false;
  }
}
