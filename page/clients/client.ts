// What the page knows about a client program. The list is that of docs/clients.md, row by row.
import type { ChatApi } from '../generate/chat.ts';
import * as connectTexts from '../texts/connect.ts';
import type { Text } from '../texts/text.ts';

/** What is filled in. */
export interface Connection {
  /** `https://HOST` */
  readonly origin: string;
  readonly key: string;
  readonly model: string;
  /** Which of the chat APIs the model has. */
  readonly api: ChatApi;
}

/** A client's name is that of its row in docs/clients.md. */
export interface Client {
  readonly name: string;
  /** Capabilities of which a model must have one; default chat or responses. */
  readonly needs?: readonly string[];
  /** A file or commands, to be copied whole. */
  readonly code?: (connection: Connection) => string;
  /** What is typed into a form. */
  readonly fields?: (connection: Connection) => readonly Field[];
  /** An address that hands the settings to the program. */
  readonly link?: ImportLink;
  readonly note?: Text;
}

export type Field = readonly [label: Text, value: string];

/** The form of a client: what it is, the gateway's address as the client wants it, the key and the model. */
export function form(
  kind: Field,
  label: Text,
  address: (connection: Connection) => string,
): (connection: Connection) => readonly Field[] {
  return (connection) => [
    kind,
    [label, address(connection)],
    [connectTexts.fieldKey, connection.key],
    [connectTexts.fieldModel, connection.model],
  ];
}

/** How a client is opened with its settings. */
export interface ImportLink {
  /** Where a person's own installation is by default; undefined: the client is a program of the machine. */
  readonly site?: string;
  /** @param site without a slash at its end */
  readonly open: (connection: Connection, site: string) => string;
}

/** The base URL that nearly all clients want. */
export function baseOf({ origin }: Connection): string {
  return `${origin}/v1`;
}

/** A string in Python, JavaScript, YAML or TOML, which JSON's strings are too. */
export function quote(value: string): string {
  return JSON.stringify(value);
}

/** A word of a shell's command. */
export function shellWord(value: string): string {
  return /^[\w./:@%+=-]+$/.test(value) ? value : `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

/** Commands that set variables of a shell. */
export function exports(variables: Readonly<Record<string, string>>): string {
  return Object.entries(variables)
    .map(([name, value]) => `export ${name}=${shellWord(value)}\n`)
    .join('');
}
