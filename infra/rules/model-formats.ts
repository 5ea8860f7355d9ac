// Azure's `format` of a model says who made it. Any text is allowed, because Azure adds makers; these
// tables are used for warnings only.
//
// https://github.com/Azure-Samples/azureai-model-inference-bicep (ai-services-deployment-template.bicep),
// https://learn.microsoft.com/azure/ai-foundry/foundry-models/concepts/models-sold-directly-by-azure
import { nearest } from './nearest.ts';

/** The format of OpenAI's own models. Only about these something is known. */
export const OPENAI_FORMAT = 'OpenAI';

const FORMATS = [
  ...[OPENAI_FORMAT, 'OpenAI-OSS', 'AI21 Labs', 'Alibaba', 'Anthropic', 'Black Forest Labs'],
  ...['Cohere', 'Core42', 'DeepSeek', 'Meta', 'Microsoft', 'Mistral AI', 'MoonshotAI', 'xAI'],
];

/** By the beginning of the model's name, in lower case. */
const MAKERS: readonly (readonly [RegExp, string])[] = [
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

/** What is odd about the format of a model; undefined: nothing. */
export function formatWarning(model: string, format: string): string | undefined {
  if (!FORMATS.includes(format)) {
    const meant = nearest(format, FORMATS);
    const hint = meant === undefined ? 'check its spelling' : `did you mean "${meant}"?`;
    return `its format "${format}" is not a known one, and Azure distinguishes capitals; ${hint}`;
  }
  const maker = MAKERS.find(([pattern]) => pattern.test(model.toLowerCase()))?.[1];
  if (maker === undefined || format !== OPENAI_FORMAT) return undefined;
  return `${model} is not a model of OpenAI's; set \`format: ${maker}\``;
}
