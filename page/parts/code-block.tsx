import { useTexts } from '../session/context.ts';
import { CopyButton } from './copy-button.tsx';

export interface CodeBlockProps {
  /** What is shown. */
  readonly shown: string;
  /** What is copied: the same with the key. */
  readonly copied: string;
  readonly label: string;
}

/** A program or a file, with a button that copies it. */
export function CodeBlock({ shown, copied, label }: CodeBlockProps) {
  const { language } = useTexts();
  return (
    <div class="code" lang={language === 'zh' ? 'en' : undefined}>
      <pre tabIndex={0} role="group" aria-label={label}>
        <code>{shown}</code>
      </pre>
      <CopyButton value={copied} what={label} />
    </div>
  );
}
