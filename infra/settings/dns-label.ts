/** Lower-case letters, digits and inner hyphens, at most `maxLength`; never empty. */
export function toLabel(name: string, maxLength: number): string {
  const label = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, maxLength)
    .replaceAll(/^-+|-+$/g, '');
  return label === '' ? 'stack' : label;
}
