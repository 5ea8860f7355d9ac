/** Operations a model may serve, in the words of Azure's OperationNotSupported message. */
export type Capability =
  | 'chatCompletion'
  | 'completion'
  | 'embeddings'
  | 'responses'
  | 'realtime'
  | 'live'
  | 'translation'
  | 'transcription'
  | 'imageGenerations'
  | 'imageEdits'
  | 'audioTranscriptions'
  | 'audioTranslations'
  | 'audioSpeech';
