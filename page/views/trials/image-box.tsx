import { useState } from 'preact/hooks';
import { createImage } from '../../generate/media.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useTexts } from '../../session/context.ts';
import { TextArea, TextForm } from './text-form.tsx';
import { useAnswer } from './use-answer.ts';
import * as trialTexts from '../../texts/trial.ts';

export interface MediaBoxProps {
  readonly apiKey: string;
  readonly model: string;
}

/** Creates a picture. */
export function ImageBox({ apiKey, model }: MediaBoxProps) {
  const { t } = useTexts();
  const [text, setText] = useState('');
  const [answer, ask] = useAnswer<{ readonly url: string; readonly prompt: string }>();
  return (
    <>
      <TextForm
        button={t(trialTexts.imageCreate)}
        isWaiting={answer.state === 'waiting'}
        onSend={() => {
          ask(async () => ({ url: await createImage({ key: apiKey, model, text }), prompt: text }));
        }}
      >
        <TextArea label={t(trialTexts.imagePrompt)} value={text} onText={setText} />
      </TextForm>
      <p role="status" class="fine">
        {answer.state === 'waiting' && t(trialTexts.imageCreating)}
        {answer.state === 'ready' && t(trialTexts.imageDone)}
      </p>
      {answer.state === 'ready' && (
        <img
          class="picture"
          src={answer.value.url}
          alt={t(trialTexts.imageAlt, { prompt: answer.value.prompt })}
        />
      )}
      {answer.state === 'failed' && <FailureNote failure={answer.failure} />}
    </>
  );
}
