// The formats of a transcript: JSON and text
// (https://platform.openai.com/docs/api-reference/audio/createTranscription).
import type { Answer } from '../answers/answer.ts';
import { countTokens } from '../text/tokens.ts';
import { NOTHING, type Usage } from '../usage/usage.ts';
import { toSrt, toVtt } from './subtitles.ts';
import { secondsOf, textOf, type Segment } from './transcript.ts';
import type { TranscriptRequest } from './transcript-request.ts';

/** The transcript in the format that the request asks for. */
export function formatTranscript(
  request: TranscriptRequest,
  segments: readonly Segment[],
  { isWhisper, isOmitted }: { readonly isWhisper: boolean; readonly isOmitted: boolean },
): Answer {
  const text = textOf(segments);
  const usage = isOmitted ? {} : { usage: usageOf(segments) };
  switch (request.format) {
    case 'text':
      return plain(`${text}\n`);
    case 'srt':
      return plain(toSrt(segments));
    case 'vtt':
      return plain(toVtt(segments));
    case 'diarized_json':
      return { kind: 'json', body: { ...diarized(request, segments), ...usage } };
    case 'verbose_json':
      return { kind: 'json', body: verbose(request, segments) };
    default:
      // Whisper gives the text only.
      return { kind: 'json', body: isWhisper ? { text } : { text, ...usage } };
  }
}

/** Tokens as gpt-4o models count them: 10 for each second of audio, and the text. */
export function countUsage(segments: readonly Segment[]): Usage {
  const audio = 10 * segments.length;
  return { ...NOTHING, input: audio, inputAudio: audio, output: countTokens(textOf(segments)) };
}

/** The same in the shape that answers have. */
export function usageOf(segments: readonly Segment[]): object {
  const { input, inputAudio, output } = countUsage(segments);
  return {
    type: 'tokens',
    input_tokens: input,
    input_token_details: { audio_tokens: inputAudio, text_tokens: input - inputAudio },
    output_tokens: output,
    total_tokens: input + output,
  };
}

function plain(text: string): Answer {
  const headers = { 'content-type': 'text/plain; charset=utf-8' };
  return { kind: 'bytes', headers, bytes: Buffer.from(text) };
}

/** One speaker says everything. */
function diarized(request: TranscriptRequest, segments: readonly Segment[]): object {
  const type = 'transcript.text.segment';
  return {
    task: 'transcribe',
    duration: secondsOf(request, segments),
    text: textOf(segments),
    segments: segments.map((segment, id) => ({ type, id: `seg_${id}`, speaker: 'A', ...segment })),
  };
}

function verbose(request: TranscriptRequest, segments: readonly Segment[]): object {
  // A translation is always English. Whisper writes languages out: `german`, not `de`.
  const language = request.task === 'translate' ? 'en' : (request.language ?? 'en');
  const names = new Intl.DisplayNames(['en'], { type: 'language', fallback: 'none' });
  const has = (kind: string): boolean => request.granularities.includes(kind);
  return {
    task: request.task,
    language: nameOf(names, language),
    duration: secondsOf(request, segments),
    text: textOf(segments),
    ...(has('word') ? { words: segments.flatMap(wordsOf) } : {}),
    ...(has('segment') ? { segments: segments.map((segment, id) => detailed(segment, id)) } : {}),
    usage: { type: 'duration', seconds: secondsOf(request, segments) },
  };
}

function nameOf(names: Intl.DisplayNames, language: string): string {
  try {
    return names.of(language)?.toLowerCase() ?? language;
  } catch {
    // Not a language code.
    return language;
  }
}

function wordsOf({ start, text }: Segment): readonly object[] {
  const words = text.split(' ');
  const at = (index: number): number => start + index / words.length;
  return words.map((word, index) => ({ word, start: at(index), end: at(index + 1) }));
}

function detailed(segment: Segment, id: number): object {
  return {
    id,
    seek: 0,
    ...segment,
    tokens: [],
    temperature: 0,
    avg_logprob: -0.25,
    compression_ratio: 1.25,
    no_speech_prob: 0.01,
  };
}
