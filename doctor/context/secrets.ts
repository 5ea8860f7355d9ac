// The secrets that this run has seen. Checks do not show any; this is for the texts of others, such as an
// error message that repeats what was sent.

const SECRET_VARIABLE = /TOKEN|SECRET|KEY|PASSPHRASE|PASSWORD|CREDENTIAL/;

/** Shorter texts occur by chance. */
const SHORTEST = 10;

export class Secrets {
  readonly #known = new Set<string>();

  /** @param env whose variables may be secrets by their names */
  constructor(env: NodeJS.ProcessEnv) {
    for (const [name, value = ''] of Object.entries(env)) {
      if (SECRET_VARIABLE.test(name) && !isPublicAddress(value)) this.add(value);
    }
    this.addPartsOf(env['PULUMI_BACKEND_URL'] ?? '');
  }

  /** Remembers what may be secret in an address: user, password and the values of the query. */
  addPartsOf(address: string): void {
    const url = URL.parse(address);
    if (url === null) return;
    const query = url.search.slice(1).split('&');
    const values = query.map((pair) => pair.slice(pair.indexOf('=') + 1));
    for (const text of [url.username, url.password, ...values]) {
      this.add(text);
      this.add(decoded(text));
    }
    for (const value of url.searchParams.values()) this.add(value);
  }

  /** Remembers a secret. @returns the same text */
  add(secret: string): string {
    // Who repeats it may leave out a line break at its end.
    const text = secret.trim();
    if (text.length >= SHORTEST) this.#known.add(text);
    return secret;
  }

  /** The text without any of them. */
  hide(text: string): string {
    let shown = text;
    // Longest first: one may contain another.
    const known = [...this.#known].toSorted((one, other) => other.length - one.length);
    for (const secret of known) shown = shown.replaceAll(secret, '<not shown>');
    return shown;
  }
}

/** The address of a server, without anything in it that could be a secret. */
function isPublicAddress(text: string): boolean {
  const url = URL.parse(text);
  if (url === null || !/^https?:$/.test(url.protocol)) return false;
  return url.username === '' && url.password === '' && url.search === '';
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
