import { useEffect, useState } from 'preact/hooks';
import { createSpeech } from '../../generate/media.ts';
import { Choice } from '../../parts/choice.tsx';
import { useTexts } from '../../session/context.ts';
import * as trialTexts from '../../texts/trial.ts';
import { AnswerForm, TextArea } from './answer-form.tsx';
import type { MediaBoxProps } from './image-box.tsx';

/** Voices that all speech models have: https://platform.openai.com/docs/guides/text-to-speech#voice-options */
const VOICES = ['alloy', 'echo', 'fable', 'onyx', 'nova', 'shimmer'];

/** Speaks a text. */
export function SpeechBox({ apiKey, model }: MediaBoxProps) {
  const { t } = useTexts();
  const [text, setText] = useState('');
  const [voice, setVoice] = useState('alloy');
  return (
    <AnswerForm
      button={trialTexts.speechSpeak}
      waiting={trialTexts.speechCreating}
      done={() => t(trialTexts.speechDone)}
      ask={() => createSpeech({ key: apiKey, model, text }, voice)}
      show={(sound) => <Player {...{ sound }} />}
    >
      <TextArea label={trialTexts.speechText} value={text} onText={setText} />
      <Choice
        label={t(trialTexts.speechVoice)}
        value={voice}
        options={VOICES.map((value) => ({ value, label: value }))}
        onChoose={setVoice}
      />
    </AnswerForm>
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
