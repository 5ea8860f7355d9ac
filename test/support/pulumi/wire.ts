// Values as Pulumi sends them between a program and its engine, with its marks of secrets and of
// unknown values.
// https://pulumi-developer-docs.readthedocs.io/latest/developer-docs/architecture/deployment-schema.html

const SIGNATURE_KEY = '4dabf18193072939515e22adb298388d';
const SECRET_SIGNATURE = '1b47061264138c4ac30d75fd1eb44270';

/** A JSON value, as protobuf's Struct holds it. */
export type Wire =
  null | boolean | number | string | readonly Wire[] | { readonly [key: string]: Wire };

/** An object of wire values: a resource's inputs or outputs. */
export type WireObject = Readonly<Record<string, Wire>>;

/** Marks a value as secret. */
export function toSecret(value: Wire): Wire {
  return { [SIGNATURE_KEY]: SECRET_SIGNATURE, value };
}

/** The value without marks. */
export function reveal(value: Wire): Wire {
  return replaceSecrets(value, reveal);
}

/** The value with every secret replaced by "[secret]". */
export function redact(value: Wire): Wire {
  return replaceSecrets(value, () => '[secret]');
}

/** Every secret in a value, without marks. */
export function secretsIn(value: Wire): readonly Wire[] {
  const found: Wire[] = [];
  replaceSecrets(value, (secret) => {
    found.push(reveal(secret));
    return null;
  });
  return found;
}

function replaceSecrets(value: Wire, replace: (secret: Wire) => Wire): Wire {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((item: Wire) => replaceSecrets(item, replace));
  const entries = Object.entries(value as WireObject);
  const secret = entries.find(([key]) => key === 'value')?.[1];
  if (entries.some(([key, mark]) => key === SIGNATURE_KEY && mark === SECRET_SIGNATURE)) {
    return replace(secret ?? null);
  }
  return Object.fromEntries(entries.map(([key, item]) => [key, replaceSecrets(item, replace)]));
}
