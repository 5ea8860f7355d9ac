// The shape of a conformance case, what is common to many of them, and the list of all cases
// by row of the operations table.
import { expect } from 'vitest';
import OpenAI from 'openai';
import type { Operation } from '../../../worker/operations/operation.ts';
import type { ClientKind } from './conformance-gateway.ts';

/** One use of an operation through the SDK. */
export interface Case {
  /** What is special about it; absent for the plain use. */
  readonly title?: string;
  /** Default both. */
  readonly clients?: readonly ClientKind[];
  readonly call: (client: OpenAI) => Promise<unknown>;
  /** What Azure receives, one line for each request: method, path and query, `{id}` for an id. */
  readonly azure: readonly string[];
  /** From the bytes that left the client to those that Azure receives; default the same. */
  readonly body?: (sent: Buffer) => Buffer;
  /** What the client gets, as `toMatchObject` takes it. */
  readonly got: unknown;
  /** True for a WebSocket, whose messages are not HTTP bodies. */
  readonly socket?: true;
}

/** Cases by row, so that a row without a case and a case without a row are seen. */
export type Cases = Readonly<Record<string, readonly Case[]>>;

/** The key of a row. */
export function rowKey({ methods, path }: Pick<Operation, 'methods' | 'path'>): string {
  return `${methods.join(',')} ${path}`;
}

/** Puts one text in the place of another that must be there once. */
export function replaced(from: string, to: string): (sent: Buffer) => Buffer {
  return (sent) => {
    const parts = sent.toString('latin1').split(from);
    expect(parts).toHaveLength(2);
    return Buffer.from(parts.join(to), 'latin1');
  };
}

/** An alias in a JSON body, as the deployment's name. */
export function renamedMember(alias: string, deployment: string): (sent: Buffer) => Buffer {
  return replaced(`"model":"${alias}"`, `"model":"${deployment}"`);
}

/** An alias in a form, as the deployment's name. */
export function renamedField(alias: string, deployment: string): (sent: Buffer) => Buffer {
  const field = (name: string) => `name="model"\r\n\r\n${name}\r\n`;
  return replaced(field(alias), field(deployment));
}

/** All of a stream. */
export async function collect<T>(stream: AsyncIterable<T>): Promise<readonly T[]> {
  const all: T[] = [];
  for await (const one of stream) all.push(one);
  return all;
}

/** The status of the error that the SDK raises, with its code. */
export async function refusal(call: Promise<unknown>): Promise<unknown> {
  try {
    return await call;
  } catch (error) {
    if (!(error instanceof OpenAI.APIError)) throw error;
    return { status: error.status as unknown };
  }
}

const ID =
  /\b(?:file-|(?:resp|conv|msg|rs|cmp|rtc|live|cntr|cfile|upload|part|batch|vs|vsfb|ftjob)_)[0-9A-Za-z]+(?=[/?]|$)/g;

/** Ids of a path, in order. */
export function idsOf(path: string): readonly string[] {
  return path.match(ID) ?? [];
}

/** A path with `{id}` for every id. */
export function withoutIds(path: string): string {
  return path.replaceAll(ID, '{id}');
}
