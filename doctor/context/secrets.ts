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
      const isAddress = URL.parse(value) !== null;
      if (SECRET_VARIABLE.test(name) && !isAddress) this.add(value);
    }
  }

  /** Remembers a secret. @returns the same text */
  add(secret: string): string {
    if (secret.length >= SHORTEST) this.#known.add(secret);
    return secret;
  }

  /** The text without any of them. */
  hide(text: string): string {
    let shown = text;
    for (const secret of this.#known) shown = shown.replaceAll(secret, '<not shown>');
    return shown;
  }
}
