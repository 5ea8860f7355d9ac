// Who made a model, as Azure's `format` says it. Warnings only.

/** The format of OpenAI's own models. Only about these is something known. */
export const OPENAI_FORMAT = 'OpenAI';

/**
 * Azure's `format` of a model says who made it. Any text is allowed, because Azure adds makers:
 * https://github.com/Azure-Samples/azureai-model-inference-bicep (ai-services-deployment-template.bicep),
 * https://learn.microsoft.com/azure/ai-foundry/foundry-models/concepts/models-sold-directly-by-azure
 */
export const FORMATS: readonly string[] = [
  ...[OPENAI_FORMAT, 'OpenAI-OSS', 'AI21 Labs', 'Alibaba', 'Anthropic', 'Black Forest Labs'],
  ...['Cohere', 'Core42', 'DeepSeek', 'Meta', 'Microsoft', 'Mistral AI', 'MoonshotAI', 'xAI'],
];

/** By the beginning of the model's name, in lower case. */
export const MAKERS: readonly (readonly [RegExp, string])[] = [
  [/^deepseek/, 'DeepSeek'],
  [/^grok/, 'xAI'],
  [/^(mistral|ministral|codestral|magistral|pixtral)/, 'Mistral AI'],
  [/^(llama|meta-llama)/, 'Meta'],
  [/^flux/, 'Black Forest Labs'],
  [/^(cohere|command|embed-v)/, 'Cohere'],
  [/^(phi|mai)-/, 'Microsoft'],
  [/^kimi/, 'MoonshotAI'],
  [/^qwen/, 'Alibaba'],
  [/^(jamba|ai21)/, 'AI21 Labs'],
  [/^claude/, 'Anthropic'],
];
