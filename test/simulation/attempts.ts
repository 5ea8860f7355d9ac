import type { Exchange } from './simulate.ts';
import type { Attempt } from './virtual-azure.ts';

/** Everything that was sent to one account. */
export function attemptsAt(exchanges: readonly Exchange[], account: string): readonly Attempt[] {
  const all = exchanges.flatMap(({ attempts }) => attempts);
  return all.filter((attempt) => attempt.account === account);
}

export function wasRefused({ outcome }: Attempt): boolean {
  return outcome === 'refused';
}

export function wasAnswered({ outcome }: Attempt): boolean {
  return outcome === 'answered';
}
