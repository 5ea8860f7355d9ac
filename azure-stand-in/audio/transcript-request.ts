// Reads a request for a transcript, and refuses what Azure refuses.
import { withScalars, type FormFile } from '../reading/form.ts';
import { isTextList, numberField, textField } from '../reading/json-value.ts';
import type { DeploymentCall } from '../operation/operation.ts';
import { checkChoice, missingParameter } from '../reading/parameter.ts';
import { invalidRequest, Refusal, resourceNotFound } from '../answers/refusal.ts';

/** A request for a transcript, checked. */
export interface TranscriptRequest {
  readonly task: 'transcribe' | 'translate';
  readonly file: FormFile;
  readonly format: string;
  readonly language: string | undefined;
  readonly prompt: string | undefined;
  readonly temperature: number;
  /** Of `verbose_json`: `segment`, `word` or both. */
  readonly granularities: readonly string[];
  readonly stream: boolean;
}

/** Microsoft Learn, "Whisper quickstart": "the file size limit is 25 MB". */
const MAX_BODY_BYTES = 26_214_400;
/** https://platform.openai.com/docs/api-reference/audio/createTranscription, "response_format". */
const WHISPER_FORMATS = ['json', 'text', 'srt', 'verbose_json', 'vtt'];
const FILE_TYPES = ['flac', 'm4a', 'mp3', 'mp4', 'mpeg', 'mpga', 'oga', 'ogg', 'wav', 'webm'];

/** Reads the form. `model` need not be in it: the path names the deployment. */
export function readTranscriptRequest(
  call: DeploymentCall,
  task: TranscriptRequest['task'],
): TranscriptRequest | Refusal {
  const isWhisper = call.model.name === 'whisper';
  // github OpenWhispr/openwhispr#997: 2024-10-21 does not know the gpt-4o models.
  if (!isWhisper && call.apiVersion < '2025-03-01') return resourceNotFound();
  const file = call.form?.files.find(({ field }) => field === 'file');
  if (file === undefined) return missingParameter('file');
  const fields = withScalars(call.body, 'temperature stream');
  const format = textField(fields, 'response_format') ?? 'json';
  const refusal =
    checkLength(call.request.body.length) ??
    checkFileType(file) ??
    (isWhisper
      ? checkChoice(fields, 'response_format', WHISPER_FORMATS)
      : checkFormat(call.model.name, format));
  if (refusal !== undefined) return refusal;
  const granularities = fields['timestamp_granularities'];
  return {
    task,
    file,
    format,
    language: textField(fields, 'language'),
    prompt: textField(fields, 'prompt'),
    temperature: numberField(fields, 'temperature') ?? 0,
    granularities: isTextList(granularities) ? granularities : ['segment'],
    // https://platform.openai.com/docs/api-reference/audio/createTranscription: whisper ignores it.
    stream: fields['stream'] === true && !isWhisper,
  };
}

/** github retkowsky/Azure-AIGEN-demos#3 */
function checkLength(bytes: number): Refusal | undefined {
  if (bytes <= MAX_BODY_BYTES) return undefined;
  const message = `413: Maximum content size limit (${MAX_BODY_BYTES}) exceeded (${bytes} bytes read)`;
  return new Refusal(413, { error: { message, type: 'server_error', param: null, code: null } });
}

/** github vercel/ai#8013: the name's ending decides, whatever the part's type says. */
function checkFileType({ name }: FormFile): Refusal | undefined {
  const ending = /\.([^.]+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  const known = FILE_TYPES.map((type) => `'${type}'`).join(', ');
  return FILE_TYPES.includes(ending)
    ? undefined
    : invalidRequest(`Unrecognized file format. Supported formats: [${known}]`, 'file');
}

/** github lfnovo/esperanto#263, seen on Azure. Only the model that tells speakers apart has a third format. */
function checkFormat(model: string, format: string): Refusal | undefined {
  if (format === 'json' || format === 'text') return undefined;
  if (format === 'diarized_json' && model.endsWith('-diarize')) return undefined;
  return invalidRequest(
    `response_format '${format}' is not compatible with model '${model}'. Use 'json' or 'text' instead.`,
    'response_format',
    'unsupported_value',
  );
}
