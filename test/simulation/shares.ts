// How requests divide between accounts, and how they should.
import type { Account } from './scenario.ts';
import type { Exchange } from './simulate.ts';

/** By the account's name: requests that went to it, and its part of all by weight. */
export type Shares = ReadonlyMap<string, { readonly got: number; readonly due: number }>;

/**
 * The shares of those accounts that come first, in the requests that are spread by weight: those of chat,
 * each at the last of these accounts that was tried.
 */
export function sharesOf(accounts: readonly Account[], exchanges: readonly Exchange[]): Shares {
  const first = Math.min(...accounts.map(({ priority }) => priority));
  const rank = accounts.filter(({ priority }) => priority === first);
  const total = rank.reduce((sum, { weight }) => sum + weight, 0);
  const names = exchanges
    .filter(({ user }) => user.kind === 'chat')
    .flatMap(({ attempts }) => {
      const tried = attempts.filter(({ account }) => rank.some(({ name }) => name === account));
      return tried.at(-1)?.account ?? [];
    });
  return new Map(
    rank.map(({ name, weight }) => {
      const got = names.filter((each) => each === name).length;
      return [name, { got, due: (names.length * weight) / total }];
    }),
  );
}

export function numberOfRequests(shares: Shares): number {
  return [...shares.values()].reduce((sum, { got }) => sum + got, 0);
}
