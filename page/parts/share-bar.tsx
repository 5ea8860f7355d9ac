/** How much of something, as a bar. It is decoration: the numbers stand beside it. */
export function ShareBar({
  share,
  isLow = false,
}: {
  readonly share: number;
  readonly isLow?: boolean;
}) {
  const width = Math.min(1, Math.max(0, share)) * 100;
  return (
    <svg class="share" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true">
      <rect class="track" width="100" height="4" />
      <rect class={isLow ? 'low' : 'filled'} width={width} height="4" />
    </svg>
  );
}
