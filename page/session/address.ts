// The part of the address after `#`: an invite's key, or the view that is shown.

/** The views of a signed-in user. */
export const VIEWS = ['models', 'connect', 'try', 'usage', 'admin'] as const;

export type View = (typeof VIEWS)[number];

const INVITE = /^#key=(.*)$/s;

/**
 * The key of an invite link, which is removed from the address and from the tab's history at once.
 * Browsers never send this part of an address.
 */
export function takeInvite(): string | undefined {
  const [, written] = INVITE.exec(location.hash) ?? [];
  if (written === undefined) return undefined;
  history.replaceState(null, '', location.pathname + location.search);
  try {
    return decodeURIComponent(written).trim();
  } catch {
    return written;
  }
}

/** The view that the address names. */
export function namedView(): View {
  return VIEWS.find((view) => location.hash === `#${view}`) ?? 'models';
}
