import { useState } from 'preact/hooks';
import { createImage } from '../../generate/media.ts';
import { useTexts } from '../../session/context.ts';
import * as trialTexts from '../../texts/trial.ts';
import { AnswerForm, TextArea } from './answer-form.tsx';

export interface MediaBoxProps {
  readonly apiKey: string;
  readonly model: string;
}

/** Creates a picture. */
export function ImageBox({ apiKey, model }: MediaBoxProps) {
  const { t } = useTexts();
  const [text, setText] = useState('');
  return (
    <AnswerForm
      button={trialTexts.imageCreate}
      waiting={trialTexts.imageCreating}
      done={() => t(trialTexts.imageDone)}
      ask={async () => ({ url: await createImage({ key: apiKey, model, text }), prompt: text })}
      show={({ url, prompt }) => (
        <img class="picture" src={url} alt={t(trialTexts.imageAlt, { prompt })} />
      )}
    >
      <TextArea label={trialTexts.imagePrompt} value={text} onText={setText} />
    </AnswerForm>
  );
}
