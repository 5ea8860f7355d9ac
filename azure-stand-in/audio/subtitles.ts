// Transcripts as subtitles, in the two formats that whisper writes.
import type { Segment } from './transcript.ts';

/** SubRip: numbered, with commas in its times. */
export function toSrt(segments: readonly Segment[]): string {
  return segments
    .map((segment, index) => `${index + 1}\n${timesOf(segment, ',')}\n${segment.text}\n\n`)
    .join('');
}

/** WebVTT (https://www.w3.org/TR/webvtt1/). */
export function toVtt(segments: readonly Segment[]): string {
  const cues = segments.map((segment) => `${timesOf(segment, '.')}\n${segment.text}\n\n`);
  return `WEBVTT\n\n${cues.join('')}`;
}

function timesOf({ start, end }: Segment, point: string): string {
  const format = (seconds: number): string =>
    new Date(seconds * 1000).toISOString().slice(11, 23).replace('.', point);
  return `${format(start)} --> ${format(end)}`;
}
