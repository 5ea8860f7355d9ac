import { useState } from 'preact/hooks';
import type { Model } from '../api/me.ts';
import { modelsFor, TRIALS, type Trial } from '../generate/abilities.ts';
import { Card } from '../parts/card.tsx';
import { Choice, Segments } from '../parts/choice.tsx';
import { useTexts, type Session } from '../session/context.ts';
import { ChatBox } from './trials/chat-box.tsx';
import type { BoxProps } from './trials/conversation.ts';
import { EmbeddingsBox } from './trials/embeddings-box.tsx';
import { ImageBox } from './trials/image-box.tsx';
import { SpeechBox } from './trials/speech-box.tsx';
import * as trialTexts from '../texts/trial.ts';

/** A box for each thing that one's models can do. */
export function TryView({ session }: { readonly session: Session }) {
  const { t } = useTexts();
  const { models } = session.me;
  const trials = TRIALS.filter((trial) => modelsFor(trial, models).length > 0);
  const [trial, setTrial] = useState(trials[0]);
  return (
    <>
      <h1 tabIndex={-1}>{t(trialTexts.title)}</h1>
      <p class="lead">{t(trialTexts.lead)}</p>
      {trial === undefined ? (
        <p class="quiet">{t(trialTexts.nothing)}</p>
      ) : (
        <>
          <Segments
            label={t(trialTexts.kind)}
            value={trial}
            options={trials.map((value) => ({ value, label: t(trialTexts.names[value]) }))}
            onChoose={setTrial}
          />
          <TrialCard
            key={trial}
            {...{ trial }}
            apiKey={session.key}
            models={modelsFor(trial, models)}
          />
        </>
      )}
    </>
  );
}

interface TrialCardProps {
  readonly trial: Trial;
  readonly apiKey: string;
  readonly models: readonly Model[];
}

function TrialCard({ trial, apiKey, models }: TrialCardProps) {
  const { t } = useTexts();
  const [chosen, setChosen] = useState(models[0]?.id ?? '');
  const model = models.find(({ id }) => id === chosen);
  if (model === undefined) return null;
  return (
    <Card title={t(trialTexts.names[trial])}>
      <Choice
        label={t(trialTexts.model)}
        value={model.id}
        options={models.map(({ id }) => ({ value: id, label: id }))}
        onChoose={setChosen}
      />
      <Box {...{ trial, apiKey, model }} />
    </Card>
  );
}

function Box({ trial, apiKey, model }: BoxProps & { readonly trial: Trial }) {
  switch (trial) {
    case 'chat':
      return <ChatBox {...{ apiKey, model }} />;
    case 'image':
      return <ImageBox {...{ apiKey }} model={model.id} />;
    case 'speech':
      return <SpeechBox {...{ apiKey }} model={model.id} />;
    case 'embeddings':
      return <EmbeddingsBox {...{ apiKey }} model={model.id} />;
  }
}
