// Programs with a window: variables of a server, or a form.
import { baseOf, exports, form, type Client, type Connection, type Field } from './client.ts';
import { CHATBOX_LINK, CHERRY_STUDIO_LINK, LOBECHAT_LINK, NEXTCHAT_LINK } from './import-links.ts';
import * as connectTexts from '../texts/connect.ts';

export const APP_CLIENTS: readonly Client[] = [
  {
    name: 'Open WebUI',
    note: connectTexts.noteEnv,
    code: (connection) =>
      exports({ OPENAI_API_BASE_URL: baseOf(connection), OPENAI_API_KEY: connection.key }),
  },
  {
    name: 'LobeChat',
    note: connectTexts.noteEnv,
    link: LOBECHAT_LINK,
    code: (connection) =>
      exports({
        OPENAI_PROXY_URL: baseOf(connection),
        OPENAI_API_KEY: connection.key,
        OPENAI_MODEL_LIST: `-all,+${connection.model}`,
      }),
  },
  {
    name: 'NextChat (ChatGPT-Next-Web)',
    note: connectTexts.noteEnv,
    link: NEXTCHAT_LINK,
    code: (connection) =>
      exports({
        BASE_URL: connection.origin,
        OPENAI_API_KEY: connection.key,
        CUSTOM_MODELS: `-all,+${connection.model}`,
      }),
  },
  {
    name: 'Chatbox',
    link: CHATBOX_LINK,
    fields: hostFields('OpenAI API Compatible'),
  },
  { name: 'Cherry Studio', link: CHERRY_STUDIO_LINK, fields: hostFields('OpenAI') },
  {
    name: 'Dify',
    fields: form(
      [connectTexts.fieldProvider, 'OpenAI-API-compatible'],
      connectTexts.fieldBase,
      baseOf,
    ),
  },
  { name: 'One API, New API', fields: hostFields('OpenAI') },
  {
    name: 'Immersive Translate (沉浸式翻译)',
    fields: form(
      [connectTexts.fieldProvider, 'OpenAI'],
      connectTexts.fieldUrl,
      (connection) => `${baseOf(connection)}/chat/completions`,
    ),
  },
];

/** For clients that add `/v1` themselves. */
function hostFields(type: string): (connection: Connection) => readonly Field[] {
  return form([connectTexts.fieldType, type], connectTexts.fieldHost, ({ origin }) => origin);
}
