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
      {link &&
        (link.site === undefined ? (
          <ProgramLink {...{ link, connection, name }} />
        ) : (
          <SiteLink {...{ link, connection, name }} site={link.site} />
        ))}
    </>
  );
}

interface LinkProps {
  readonly link: ImportLink;
  readonly connection: Connection;
  readonly name: string;
}

/** Opens a program of the machine. A button, so that the key is in no link that is shown or logged. */
function ProgramLink({ link, connection, name }: LinkProps) {
  const { t } = useTexts();
  return (
    <div class="import">
      <button
        type="button"
        class="primary"
        onClick={() => {
          location.assign(link.open(connection, ''));
        }}
      >
        {t(connectTexts.openIn, { client: name })}
      </button>
      <p class="fine">{t(connectTexts.importNote, { client: name })}</p>
    </div>
  );
}

/** Opens a web program at an address that the user chooses. */
function SiteLink({ link, connection, name, site }: LinkProps & { readonly site: string }) {
  const { t } = useTexts();
  const [address, setAddress] = useState(site);
  const [isWrong, setWrong] = useState(false);
  return (
    <form
      class="import"
      noValidate
      onSubmit={(event) => {
        event.preventDefault();
        const origin = siteOf(address);
        setWrong(origin === undefined);
        if (origin !== undefined)
          window.open(link.open(connection, origin), '_blank', 'noopener,noreferrer');
      }}
    >
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
      {isWrong && (
        <p class="failure" role="alert">
          {t(connectTexts.siteWrong)}
        </p>
      )}
      <button type="submit" class="primary">
        {t(connectTexts.openIn, { client: name })}
      </button>
      <p class="fine">{t(connectTexts.importWeb)}</p>
    </form>
  );
}

/** Without a slash at the end. http: is for a program on this machine. */
function siteOf(address: string): string | undefined {
  if (!URL.canParse(address.trim())) return undefined;
  const url = new URL(address.trim());
  const isLocal = url.hostname === 'localhost' || url.hostname === '127.0.0.1';
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLocal)) return undefined;
  return (url.origin + url.pathname).replace(/\/+$/, '');
}
