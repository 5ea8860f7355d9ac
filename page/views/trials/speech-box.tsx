import { useEffect, useState } from 'preact/hooks';
import { createSpeech } from '../../generate/media.ts';
import { Choice } from '../../parts/choice.tsx';
import { FailureNote } from '../../parts/failure-note.tsx';
import { useTexts } from '../../session/context.ts';
import type { MediaBoxProps } from './image-box.tsx';
import { TextArea, TextForm } from './text-form.tsx';
import { useAnswer } from './use-answer.ts';
import * as trialTexts from '../../texts/trial.ts';

/** Voices that all speech models have: https://platform.openai.com/docs/guides/text-to-speech#voice-options */
const VOICES = ['alloy', 'echo', 'fable', 'onyx', 'nova', 'shimmer'] as const;

/** Speaks a text. */
export function SpeechBox({ apiKey, model }: MediaBoxProps) {
  const { t } = useTexts();
  const [text, setText] = useState('');
  const [voice, setVoice] = useState<(typeof VOICES)[number]>('alloy');
  const [answer, ask] = useAnswer<Blob>();
  return (
    <>
      <TextForm
        button={t(trialTexts.speechSpeak)}
        isWaiting={answer.state === 'waiting'}
        onSend={() => {
          ask(() => createSpeech({ key: apiKey, model, text }, voice));
        }}
      >
        <TextArea label={t(trialTexts.speechText)} value={text} onText={setText} />
        <Choice
          label={t(trialTexts.speechVoice)}
          value={voice}
          options={VOICES.map((value) => ({ value, label: value }))}
          onChoose={setVoice}
        />
      </TextForm>
      <p role="status" class="fine">
        {answer.state === 'waiting' && t(trialTexts.speechCreating)}
        {answer.state === 'ready' && t(trialTexts.speechDone)}
      </p>
      {answer.state === 'ready' && <Player sound={answer.value} />}
      {answer.state === 'failed' && <FailureNote failure={answer.failure} />}
    </>
  );
}

function Player({ sound }: { readonly sound: Blob }) {
  const { t } = useTexts();
  const [url, setUrl] = useState<string>();
  useEffect(() => {
    const created = URL.createObjectURL(sound);
    setUrl(created);
    return () => {
      URL.revokeObjectURL(created);
    };
  }, [sound]);
  return <audio controls src={url} aria-label={t(trialTexts.speechPlayer)} />;
}
