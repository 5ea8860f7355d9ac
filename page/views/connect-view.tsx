import { useState } from 'preact/hooks';
import { CLIENT_KINDS, CLIENTS } from '../clients/all-clients.ts';
import type { Client, Connection } from '../clients/client.ts';
import { canAny, chatApiOf } from '../generate/abilities.ts';
import { AccessCard } from '../parts/access-card.tsx';
import { Card } from '../parts/card.tsx';
import { Choice } from '../parts/choice.tsx';
import { useTexts, type Session } from '../session/context.ts';
import { ClientSettings } from './client-settings.tsx';
import * as connectTexts from '../texts/connect.ts';

/** Ready-made settings for each client. */
export function ConnectView({ session }: { readonly session: Session }) {
  const { t } = useTexts();
  const [client, setClient] = useState(CLIENTS.libraries[0]);
  if (client === undefined) return null;
  return (
    <>
      <h1 tabIndex={-1}>{t(connectTexts.title)}</h1>
      <p class="lead">{t(connectTexts.lead)}</p>
      <AccessCard apiKey={session.key} />
      <Card title={t(connectTexts.client)}>
        {CLIENT_KINDS.map((kind) => (
          <div
            key={kind}
            role="group"
            aria-label={t(connectTexts.clientKinds[kind])}
            class="clients"
          >
            <h3>{t(connectTexts.clientKinds[kind])}</h3>
            <div class="choices">
              {CLIENTS[kind].map((each) => (
                <button
                  key={each.name}
                  type="button"
                  aria-pressed={each === client}
                  onClick={() => {
                    setClient(each);
                  }}
                >
                  {each.name}
                </button>
              ))}
            </div>
          </div>
        ))}
      </Card>
      <ForModel key={client.name} {...{ client, session }} />
    </>
  );
}

interface ForModelProps {
  readonly client: Client;
  readonly session: Session;
}

function ForModel({ client, session: { key, me } }: ForModelProps) {
  const { t } = useTexts();
  const models = me.models.filter((model) => canAny(model, client.needs ?? ['chat', 'responses']));
  const [chosen, setChosen] = useState(models[0]?.id ?? '');
  const model = models.find(({ id }) => id === chosen);
  const title = t(connectTexts.settings, { client: client.name });
  if (model === undefined) {
    return (
      <Card title={title}>
        <p class="quiet">{t(connectTexts.noModel)}</p>
      </Card>
    );
  }
  const connection: Connection = {
    origin: location.origin,
    key,
    model: model.id,
    api: chatApiOf(model),
  };
  return (
    <Card title={title}>
      <Choice
        label={t(connectTexts.model)}
        value={model.id}
        options={models.map(({ id }) => ({ value: id, label: id }))}
        onChoose={setChosen}
      />
      <ClientSettings {...{ client, connection }} />
    </Card>
  );
}
