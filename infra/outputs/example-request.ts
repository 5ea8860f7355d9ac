// The request that the stack's page shows as an example.
import { OPENAI_FORMAT } from '../azure-models/formats.ts';
import type { ModelSettings } from '../settings/settings.ts';

/** A request with a JSON body. */
export interface ExampleRequest {
  /** Below the base URL. */
  readonly path: string;
  readonly body: unknown;
}

/** By Azure's name of the model, best first. */
const EXAMPLES: readonly {
  readonly models: RegExp;
  readonly path: string;
  readonly input: object;
}[] = [
  {
    // Everything but the models that are known to refuse chats, because a name can be any text.
    models:
      /^(?!.*(embedding|image|dall-e|whisper|transcribe|tts|realtime|instruct|-pro\b|codex)|davinci|babbage)/,
    path: 'chat/completions',
    input: { messages: [{ role: 'user', content: 'Hello' }] },
  },
  // These are served by the Responses API only:
  // https://learn.microsoft.com/azure/foundry/openai/how-to/reasoning
  { models: /-pro\b|codex/, path: 'responses', input: { input: 'Hello' } },
  { models: /embedding/, path: 'embeddings', input: { input: 'Hello' } },
];

/** A request that one of the models takes; undefined if none of them takes a plain text. */
export function exampleRequest(
  models: readonly Pick<ModelSettings, 'name' | 'model' | 'format'>[],
): ExampleRequest | undefined {
  for (const { models: pattern, path, input } of EXAMPLES) {
    const found = models.find(
      ({ name, model = name, format = OPENAI_FORMAT }) =>
        format === OPENAI_FORMAT && pattern.test(model),
    );
    if (found !== undefined) return { path, body: { model: found.name, ...input } };
  }
  // Of other makers' models most take chats.
  const [chat] = EXAMPLES;
  const other = models.find(({ format = OPENAI_FORMAT }) => format !== OPENAI_FORMAT);
  if (chat === undefined || other === undefined) return undefined;
  return { path: chat.path, body: { model: other.name, ...chat.input } };
}
