// How an answer's text, speech or function call is written, piece by piece. Speech is what it says:
// the bytes of each piece are those of its words.
import type { ChatChoice } from '../chat/chat-answer.ts';
import { tokenId } from '../text/token-id.ts';
import type { AnswerParts, RealtimeEvent } from './realtime-answer.ts';
import { isSpoken } from './session-config.ts';

/** Events between the beginning and the end of the answer's item. */
export function writingEvents(
  { dialect, config, source }: AnswerParts,
  choice: ChatChoice | undefined,
  pieces: readonly string[],
  at: object,
): readonly RealtimeEvent[] {
  const text = pieces.join('');
  if (choice?.kind === 'tool') {
    const call = { ...at, call_id: tokenId('call_', source) };
    const type = 'response.function_call_arguments';
    return [
      ...pieces.map((delta) => ({ type: `${type}.delta`, ...call, delta })),
      { type: `${type}.done`, ...call, name: choice.tool.name, arguments: text },
    ];
  }
  const place = { ...at, content_index: 0 };
  const spoken = isSpoken(dialect, config);
  // Parts are called `audio` and `text` here in both versions.
  const part = (words: string): object =>
    spoken ? { type: 'audio', transcript: words } : { type: 'text', text: words };
  return [
    { type: 'response.content_part.added', ...place, part: part('') },
    ...pieces.flatMap((delta) =>
      spoken
        ? [
            { type: `${dialect.transcript}.delta`, ...place, delta },
            { type: `${dialect.audio}.delta`, ...place, delta: toBase64(delta) },
          ]
        : [{ type: `${dialect.text}.delta`, ...place, delta }],
    ),
    ...(spoken
      ? [
          { type: `${dialect.audio}.done`, ...place },
          { type: `${dialect.transcript}.done`, ...place, transcript: text },
        ]
      : [{ type: `${dialect.text}.done`, ...place, text }]),
    { type: 'response.content_part.done', ...place, part: part(text) },
  ];
}

function toBase64(text: string): string {
  return Buffer.from(text).toString('base64');
}
