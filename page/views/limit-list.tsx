import type { Limit } from '../api/me.ts';
import { showMoney, showNumber, showTime } from '../format/shown.ts';
import { ShareBar } from '../parts/share-bar.tsx';
import { useTexts } from '../session/context.ts';
import * as usageTexts from '../texts/usage.ts';

/** Below this share of a limit, what is left is little. */
const LITTLE = 0.2;

/** In the order in which people look for them. */
const ORDER = ['budget', 'tokens', 'requests', 'concurrent'];

/** What is left of each limit. */
export function LimitList({ limits }: { readonly limits: readonly Limit[] }) {
  const { t } = useTexts();
  if (limits.length === 0) return <p class="quiet">{t(usageTexts.limitsNone)}</p>;
  return (
    <ul class="limits">
      {limits
        .toSorted((one, other) => ORDER.indexOf(one.kind) - ORDER.indexOf(other.kind))
        .map((limit) => (
          <LimitItem key={`${limit.scope} ${limit.kind} ${limit.per}`} limit={limit} />
        ))}
    </ul>
  );
}

function LimitItem({ limit }: { readonly limit: Limit }) {
  const { t, word, language } = useTexts();
  const { scope, kind, per, remaining, reserved, resetsAt } = limit;
  const show = (amount: string | number) =>
    kind === 'budget' ? showMoney(amount, language) : showNumber(Number(amount), language);
  const share = Number(limit.limit) === 0 ? 0 : Number(remaining) / Number(limit.limit);
  const span = kind === 'concurrent' ? '' : ` ${word(usageTexts.spans, per)}`;
  return (
    <li>
      <p class="limit-head">
        <strong>
          {word(usageTexts.kinds, kind)}
          {span}
        </strong>
        <span class="scope">{word(usageTexts.scopes, scope)}</span>
      </p>
      <ShareBar share={share} isLow={share < LITTLE} />
      <p>{t(usageTexts.limitsLeft, { remaining: show(remaining), limit: show(limit.limit) })}</p>
      {(Number(reserved) > 0 || resetsAt !== null) && (
        <p class="fine facts">
          {Number(reserved) > 0 && (
            <span>{t(usageTexts.limitsReserved, { reserved: show(reserved) })}</span>
          )}
          {resetsAt !== null && (
            <span>{t(usageTexts.limitsResets, { when: showTime(resetsAt, language) })}</span>
          )}
        </p>
      )}
    </li>
  );
}
