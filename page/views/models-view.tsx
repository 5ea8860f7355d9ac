import type { Model } from '../api/me.ts';
import { showDate, showMoney, showNumber } from '../format/shown.ts';
import { canAny } from '../generate/abilities.ts';
import { AccessCard } from '../parts/access-card.tsx';
import { useTexts, type Session } from '../session/context.ts';
import type { Text } from '../texts/text.ts';
import * as modelsTexts from '../texts/models.ts';

/** Who one is, and what one may use. */
export function ModelsView({ session }: { readonly session: Session }) {
  const { t, language } = useTexts();
  const { user, team, key, models } = session.me;
  return (
    <>
      <h1 tabIndex={-1}>{t(modelsTexts.title)}</h1>
      <p class="lead facts">
        {user !== null && <span>{t(modelsTexts.welcome, { user })}</span>}
        {team !== null && <span>{t(modelsTexts.team, { team })}</span>}
        <span>
          {t(modelsTexts.expires, {
            when: key.expires === null ? t(modelsTexts.never) : showDate(key.expires, language),
          })}
        </span>
      </p>
      <AccessCard apiKey={session.key} />
      {models.length === 0 && <p class="quiet">{t(modelsTexts.none)}</p>}
      <ul class="models">
        {models.map((model) => (
          <ModelCard key={model.id} model={model} />
        ))}
      </ul>
    </>
  );
}

function ModelCard({ model }: { readonly model: Model }) {
  const { t, word, language } = useTexts();
  const { id, aliases, capabilities, tokens } = model;
  return (
    <li class="card model">
      <h2>{id}</h2>
      {aliases.length > 0 && (
        <p class="fine">
          {t(modelsTexts.aliases)}{' '}
          {aliases.map((alias) => (
            <code key={alias}>{alias}</code>
          ))}
        </p>
      )}
      <ul class="chips">
        {(capabilities ?? []).map((capability) => (
          <li key={capability}>{word(modelsTexts.capabilities, capability)}</li>
        ))}
        {capabilities === null && <li class="unknown">{t(modelsTexts.unknown)}</li>}
      </ul>
      <dl>
        {canAny(model, ['chat', 'responses']) && (
          <Tokens name={modelsTexts.context} count={tokens?.context ?? null} />
        )}
        <Tokens name={modelsTexts.output} count={tokens?.output ?? null} />
        {Object.entries(model.price ?? {})
          .filter(([, price]) => Number(price) > 0)
          .map(([name, price]) => (
            <div key={name}>
              <dt>{word(modelsTexts.prices, name)}</dt>
              <dd>
                {showMoney(price, language)}
                {name !== 'image' && name !== 'second' && (
                  <small> {t(modelsTexts.priceUnit)}</small>
                )}
              </dd>
            </div>
          ))}
      </dl>
    </li>
  );
}

interface TokensProps {
  readonly name: Text;
  readonly count: number | null;
}

/** A limit of tokens; embedding models have 1 in place of none. */
function Tokens({ name, count }: TokensProps) {
  const { t, language } = useTexts();
  if (count === null || count <= 1) return null;
  return (
    <div>
      <dt>{t(name)}</dt>
      <dd>{t(modelsTexts.tokens, { count: showNumber(count, language) })}</dd>
    </div>
  );
}
