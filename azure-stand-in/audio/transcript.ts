// What a transcript says: it names what arrived, so that a test can check that its file and its fields
// did. It hears nothing.
import { createHash } from 'node:crypto';
import { wavSeconds } from './wav.ts';
import type { TranscriptRequest } from './transcript-request.ts';

/** A piece of a transcript, in whole seconds: each takes one. */
export interface Segment {
  readonly start: number;
  readonly end: number;
  readonly text: string;
}

/** Composes the transcript, a segment for each thing that arrived. The same request gives the same. */
export function composeTranscript(request: TranscriptRequest): readonly Segment[] {
  const { name, type, bytes } = request.file;
  const hash = createHash('sha256').update(bytes).digest('hex').slice(0, 12);
  const heard = request.task === 'translate' ? 'I translated' : 'I heard';
  const texts = [`${heard} ${name}, ${type}, ${bytes.length} bytes, sha256 ${hash}.`];
  if (request.language !== undefined) texts.push(`Language: ${request.language}.`);
  if (request.prompt !== undefined) texts.push(`Prompt: ${request.prompt}.`);
  if (request.temperature > 0) texts.push(`Temperature: ${request.temperature}.`);
  return texts.map((text, index) => ({ start: index, end: index + 1, text }));
}

/** Whole seconds that the file plays. What is not a WAV takes as long as what is said about it. */
export function secondsOf({ file }: TranscriptRequest, segments: readonly Segment[]): number {
  return Math.ceil(wavSeconds(file.bytes) ?? segments.length);
}

/** The segments as one text. */
export function textOf(segments: readonly Segment[]): string {
  return segments.map(({ text }) => text).join(' ');
}
