import { useState } from 'preact/hooks';
import { showNumber } from '../../format/shown.ts';
import { compareTexts } from '../../generate/media.ts';
import { useTexts } from '../../session/context.ts';
import * as trialTexts from '../../texts/trial.ts';
import { AnswerForm, TextArea } from './answer-form.tsx';
import type { MediaBoxProps } from './image-box.tsx';

/** Compares two texts. */
export function EmbeddingsBox({ apiKey, model }: MediaBoxProps) {
  const { t, language } = useTexts();
  const [one, setOne] = useState('');
  const [other, setOther] = useState('');
  return (
    <AnswerForm
      button={trialTexts.embeddingsCompare}
      waiting={trialTexts.embeddingsWorking}
      done={({ similarity, dimensions }) =>
        t(trialTexts.embeddingsResult, {
          similarity: showNumber(similarity, language),
          dimensions: showNumber(dimensions, language),
        })
      }
      ask={() => compareTexts({ key: apiKey, model, text: one }, other)}
    >
      <TextArea label={trialTexts.embeddingsOne} value={one} onText={setOne} />
      <TextArea label={trialTexts.embeddingsOther} value={other} onText={setOther} />
    </AnswerForm>
  );
}
