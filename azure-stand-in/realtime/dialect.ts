// What the two versions of the Realtime protocol call the same things: GA on v1, the preview on
// the classic surface (https://learn.microsoft.com/azure/foundry/openai/how-to/
// realtime-audio-preview-api-migration-guide, "Protocol changes").
import type { Surface } from '../answers/surface.ts';

/** The names of one version. */
export interface Dialect {
  readonly isGa: boolean;
  /** Events of text, of audio and of what the audio says; `.delta` and `.done` follow. */
  readonly text: string;
  readonly audio: string;
  readonly transcript: string;
  /** Content parts of an answer. */
  readonly textPart: string;
  readonly audioPart: string;
  /** The events that tell of a whole item. */
  readonly itemBegun: string;
  readonly itemDone: string | undefined;
  /** Where a session says whether it speaks or writes. */
  readonly modalities: string;
}

const GA: Dialect = {
  isGa: true,
  text: 'response.output_text',
  audio: 'response.output_audio',
  transcript: 'response.output_audio_transcript',
  textPart: 'output_text',
  audioPart: 'output_audio',
  itemBegun: 'conversation.item.added',
  itemDone: 'conversation.item.done',
  modalities: 'output_modalities',
};

const PREVIEW: Dialect = {
  isGa: false,
  text: 'response.text',
  audio: 'response.audio',
  transcript: 'response.audio_transcript',
  textPart: 'text',
  audioPart: 'audio',
  itemBegun: 'conversation.item.created',
  itemDone: undefined,
  modalities: 'modalities',
};

/** The version that a surface speaks. */
export function dialectOf(surface: Surface): Dialect {
  return surface === 'v1' ? GA : PREVIEW;
}
