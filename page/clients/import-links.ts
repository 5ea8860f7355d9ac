// Addresses that hand a client its settings. Clients of the list that are missing here document none.
import { baseOf, type Connection, type ImportLink } from './client.ts';

/**
 * `+` and `/` are written as `_` and `-`, and the program adds `/v1` to the address:
 * https://github.com/CherryHQ/cherry-studio/blob/main/src/main/services/protocol/handlers/providersImport.ts
 */
export const CHERRY_STUDIO_LINK: ImportLink = {
  open: ({ origin, key }) => {
    const { hostname } = new URL(origin);
    const provider = { id: hostname, name: hostname, type: 'openai', baseUrl: origin, apiKey: key };
    const data = toBase64(provider).replaceAll('+', '_').replaceAll('/', '-');
    return `cherrystudio://providers/api-keys?v=1&data=${encodeURIComponent(data)}`;
  },
};

/** https://docs.chatboxai.app/en/guides/providers/import-config */
export const CHATBOX_LINK: ImportLink = {
  open: ({ origin, key, model }) => {
    const { hostname } = new URL(origin);
    const config = {
      id: hostname,
      name: hostname,
      type: 'openai',
      iconUrl: '',
      urls: { website: origin },
      settings: { apiHost: origin, apiKey: key, models: [{ modelId: model }] },
    };
    return `chatbox://provider/import?config=${encodeURIComponent(toBase64(config))}`;
  },
};

/**
 * The settings follow the `#`, so no server receives them with the address:
 * https://github.com/ChatGPTNextWeb/NextChat/blob/main/app/components/chat.tsx (`useCommand`)
 */
export const NEXTCHAT_LINK: ImportLink = {
  site: 'https://app.nextchat.dev',
  open: ({ origin, key }, site) => {
    const settings = JSON.stringify({ key, url: origin });
    return `${site}/#/?settings=${encodeURIComponent(settings)}`;
  },
};

/**
 * The settings are in the query, which the site's server receives, so no site is suggested:
 * https://lobehub.com/docs/self-hosting/advanced/settings-url-share
 */
export const LOBECHAT_LINK: ImportLink = {
  site: '',
  open: (connection, site) => `${site}/?settings=${encodeURIComponent(lobeSettings(connection))}`,
};

function lobeSettings(connection: Connection): string {
  const openai = { apiKey: connection.key, baseURL: baseOf(connection) };
  return JSON.stringify({ keyVaults: { openai } });
}

/** Base64 of JSON in UTF-8. */
function toBase64(value: object): string {
  const bytes = new TextEncoder().encode(JSON.stringify(value));
  return btoa(String.fromCodePoint(...bytes));
}
