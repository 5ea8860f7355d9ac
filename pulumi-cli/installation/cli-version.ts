// Which versions of Pulumi's CLI this project runs with.

/**
 * The oldest one. From 3.174.0 on, `up` can import a resource and update it at once, which imported
 * deployments need; 3.200.0 is the oldest that takes every resource option of the SDK in package.json.
 */
export const OLDEST_CLI = '3.200.0';

/** The version in the output of `pulumi version`, such as `3.274.1`; undefined for any other text. */
export function readVersion(output: string): string | undefined {
  return /^v?(\d+\.\d+\.\d+)(?:[-+]\S*)?\s*$/.exec(output)?.[1];
}

/** The CLI's version that `test/engine/cli/go.mod` pins; undefined without one. */
export function pinnedVersion(goMod: string): string | undefined {
  return /^\s*(?:require )?github\.com\/pulumi\/pulumi\/pkg\/v3 v(\S+)/m.exec(goMod)?.[1];
}

/** Compares `major.minor.patch` as numbers. */
export function isOlder(version: string, than: string): boolean {
  const [left, right] = [toNumbers(version), toNumbers(than)];
  const index = left.findIndex((part, place) => part !== right[place]);
  return index !== -1 && (left[index] ?? 0) < (right[index] ?? 0);
}

function toNumbers(version: string): readonly number[] {
  return version.split('.').map(Number);
}
