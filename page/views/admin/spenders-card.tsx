import { showMoney } from '../../format/shown.ts';
import { Card } from '../../parts/card.tsx';
import { ShareBar } from '../../parts/share-bar.tsx';
import { useTexts } from '../../session/context.ts';
import type { Spending } from './spending.ts';
import * as adminTexts from '../../texts/admin.ts';
import * as usageTexts from '../../texts/usage.ts';

const SHOWN = 5;

/** Who spent most. */
export function SpendersCard({ spending }: { readonly spending: readonly Spending[] }) {
  const { t, language } = useTexts();
  const top = spending.filter(({ used }) => Number(used.cost) > 0).slice(0, SHOWN);
  const most = Number(top[0]?.used.cost ?? 0);
  return (
    <Card title={t(adminTexts.spenders)}>
      {top.length === 0 ? (
        <p class="quiet">{t(usageTexts.nothing)}</p>
      ) : (
        <ol class="spenders">
          {top.map(({ name, team, used }) => (
            <li key={name}>
              <p class="limit-head">
                <span>
                  <strong>{name}</strong>
                  {team !== null && <span class="scope"> {team}</span>}
                </span>
                <span>{showMoney(used.cost, language)}</span>
              </p>
              <ShareBar share={Number(used.cost) / most} />
            </li>
          ))}
        </ol>
      )}
    </Card>
  );
}
