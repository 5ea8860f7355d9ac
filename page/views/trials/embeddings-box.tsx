import { useState } from 'preact/hooks';
import { showNumber } from '../../format/shown.ts';
import { compareTexts, type Comparison } from '../../generate/media.ts';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useTexts } from '../../session/context.ts';
import type { MediaBoxProps } from './image-box.tsx';
import { TextArea, TextForm } from './text-form.tsx';
import { useAnswer } from './use-answer.ts';
import * as trialTexts from '../../texts/trial.ts';

/** Compares two texts. */
export function EmbeddingsBox({ apiKey, model }: MediaBoxProps) {
  const { t, language } = useTexts();
  const [one, setOne] = useState('');
  const [other, setOther] = useState('');
  const [answer, ask] = useAnswer<Comparison>();
  return (
    <>
      <TextForm
        button={t(trialTexts.embeddingsCompare)}
        isWaiting={answer.state === 'waiting'}
        onSend={() => {
          ask(() => compareTexts({ key: apiKey, model, text: one }, other));
        }}
      >
        <TextArea label={t(trialTexts.embeddingsOne)} value={one} onText={setOne} />
        <TextArea label={t(trialTexts.embeddingsOther)} value={other} onText={setOther} />
      </TextForm>
      <p role="status">
        {answer.state === 'waiting' && t(trialTexts.embeddingsWorking)}
        {answer.state === 'ready' &&
          t(trialTexts.embeddingsResult, {
            similarity: showNumber(answer.value.similarity, language),
            dimensions: showNumber(answer.value.dimensions, language),
          })}
      </p>
      {answer.state === 'failed' && <FailureNote failure={answer.failure} />}
    </>
  );
}
