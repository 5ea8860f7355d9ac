import { useState } from 'preact/hooks';
import type { Client, Connection, ImportLink } from '../clients/client.ts';
import { maskKey } from '../format/shown.ts';
import { Labelled } from '../parts/choice.tsx';
import { CodeBlock } from '../parts/code-block.tsx';
import { ValueRow } from '../parts/value-row.tsx';
import { useTexts } from '../session/context.ts';
import * as connectTexts from '../texts/connect.ts';

export interface ClientSettingsProps {
  readonly client: Client;
  readonly connection: Connection;
}

/** A file, commands or the fields of a form, with the key hidden; and the way into the program. */
export function ClientSettings({ client, connection }: ClientSettingsProps) {
  const { t } = useTexts();
  const { name, code, fields, link, note } = client;
  const shown = { ...connection, key: maskKey(connection.key) };
  return (
    <>
      {note !== undefined && <p class="fine">{t(note)}</p>}
      {code && (
        <CodeBlock
          shown={code(shown)}
          copied={code(connection)}
          label={t(connectTexts.settings, { client: name })}
        />
      )}
      {fields?.(connection).map(([label, value]) => (
        <ValueRow key={label} name={t(label)} value={value} isSecret={value === connection.key} />
      ))}
      {link && <Import {...{ link, connection, name }} />}
    </>
  );
}

interface ImportProps {
  readonly link: ImportLink;
  readonly connection: Connection;
  readonly name: string;
}

/**
 * Opens the client, a web program at an address that the user chooses. The button is not a link: the key
 * would be in its address, which browsers show.
 */
function Import({ link, connection, name }: ImportProps) {
  const { t } = useTexts();
  const [address, setAddress] = useState(link.site);
  const [isWrong, setWrong] = useState(false);
  const open = () => {
    const site = address === undefined ? '' : siteOf(address);
    setWrong(site === undefined);
    if (site === undefined) return;
    const url = link.open(connection, site);
    if (address === undefined) location.assign(url);
    else window.open(url, '_blank', 'noopener,noreferrer');
  };
  return (
    <div class="import">
      {address !== undefined && (
        <Labelled label={t(connectTexts.site, { client: name })}>
          {(id) => (
            <input
              id={id}
              type="url"
              value={address}
              placeholder="https://"
              aria-invalid={isWrong}
              onInput={({ currentTarget }) => {
                setAddress(currentTarget.value);
              }}
            />
          )}
        </Labelled>
      )}
      {isWrong && (
        <p class="failure" role="alert">
          {t(connectTexts.siteWrong)}
        </p>
      )}
      <button type="button" class="primary" onClick={open}>
        {t(connectTexts.openIn, { client: name })}
      </button>
      <p class="fine">
        {t(address === undefined ? connectTexts.importNote : connectTexts.importWeb, {
          client: name,
        })}
      </p>
    </div>
  );
}

/** Without a slash at the end. Only a program on this machine may do without https:, which protects the key. */
function siteOf(address: string): string | undefined {
  const url = URL.parse(address.trim());
  if (url?.username !== '' || url.password !== '') return undefined;
  const isLocal = ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) return undefined;
  return url.origin + url.pathname.replace(/\/+$/, '');
}
