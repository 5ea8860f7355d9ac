// Refusals for want of capacity, at one deployment. Azure refuses a request whose estimated tokens do not
// fit into what is left of the minute, while smaller ones still pass. So a refusal says something about
// requests as large as the refused one, and, alone, only about those of the same user.
// https://learn.microsoft.com/azure/foundry/openai/how-to/quota

/** Whose request it is, and how large. */
export interface Asker {
  readonly user: string;
  /** A whole number that grows with the size; see `accounts/request-size.ts`. */
  readonly sizeClass: number;
}

export interface Refusal extends Asker {
  /** When requests like this one may be sent again, in ms. */
  readonly until: number;
  /** Its place in the order of everything that happened. */
  readonly serial: number;
  /** Whether it counts for other users. */
  readonly isShared: boolean;
}

/**
 * Until when a request must not be sent, in ms; 0: it may be sent now. A request is held back by a
 * refusal of its own user's, or by refusals of two different users, of requests no larger than itself.
 */
export function busyUntil(refusals: readonly Refusal[], { user, sizeClass }: Asker): number {
  let own = 0;
  const untilByUser = new Map<string, number>();
  for (const refusal of refusals) {
    if (refusal.sizeClass > sizeClass) continue;
    if (refusal.user === user) own = Math.max(own, refusal.until);
    if (!refusal.isShared) continue;
    untilByUser.set(refusal.user, Math.max(untilByUser.get(refusal.user) ?? 0, refusal.until));
  }
  const [, second = 0] = [...untilByUser.values()].sort((a, b) => b - a);
  return Math.max(own, second);
}

/**
 * With one more refusal, in place of an earlier one of the same user and size.
 *
 * @param seen later refusals were not known when the request began
 */
export function withRefusal(
  refusals: readonly Refusal[],
  added: Refusal,
  seen: number,
  now: number,
): readonly Refusal[] {
  const live = refusals.filter(({ until }) => until > now);
  const same = live.find((each) => each.user === added.user && each.sizeClass === added.sizeClass);
  // Of two that crossed on their way, the longer one counts.
  if (same !== undefined && same.serial > seen && same.until >= added.until) return live;
  return [...live.filter((each) => each !== same), added];
}

/**
 * What remains of the refusals after a request was accepted: it disproves those of its own user that are
 * not larger, and those of others no longer count for everybody.
 *
 * @param seen later refusals were not known when the request began
 */
export function afterAcceptance(
  refusals: readonly Refusal[],
  asker: Asker,
  seen: number,
): readonly Refusal[] {
  return refusals.flatMap((refusal) => {
    if (refusal.sizeClass > asker.sizeClass || refusal.serial > seen) return [refusal];
    return refusal.user === asker.user ? [] : [{ ...refusal, isShared: false }];
  });
}
