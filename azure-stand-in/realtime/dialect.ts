// What the two versions of the Realtime protocol call the same things: GA on v1, the preview on
// the classic surface (https://learn.microsoft.com/azure/foundry/openai/how-to/
// realtime-audio-preview-api-migration-guide, "Protocol changes").
import type { Surface } from '../answers/surface.ts';

/** The names of one version. */
export interface Dialect {
  readonly isGa: boolean;
  /** Events of an answer's text; `.delta` and `.done` follow. */
  readonly text: string;
  /** The type of an answer's content. */
  readonly textPart: string;
  /** The events that announce a whole item. */
  readonly itemEvents: readonly [begun: string, done?: string];
  /** Where a session says whether it speaks or writes. */
  readonly modalities: string;
}

const GA: Dialect = {
  isGa: true,
  text: 'response.output_text',
  textPart: 'output_text',
  itemEvents: ['conversation.item.added', 'conversation.item.done'],
  modalities: 'output_modalities',
};

const PREVIEW: Dialect = {
  isGa: false,
  text: 'response.text',
  textPart: 'text',
  itemEvents: ['conversation.item.created'],
  modalities: 'modalities',
};

/** The version that a surface speaks. */
export function dialectOf(surface: Surface): Dialect {
  return surface === 'v1' ? GA : PREVIEW;
}
