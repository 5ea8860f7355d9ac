import { useTexts } from '../session/context.ts';
import * as connectTexts from '../texts/connect.ts';
import { Card } from './card.tsx';
import { ValueRow } from './value-row.tsx';

/** The base URL and the key. */
export function AccessCard({ apiKey }: { readonly apiKey: string }) {
  const { t } = useTexts();
  return (
    <Card title={t(connectTexts.access)}>
      <ValueRow name={t(connectTexts.fieldBase)} value={`${location.origin}/v1`} />
      <ValueRow name={t(connectTexts.fieldKey)} value={apiKey} isSecret />
    </Card>
  );
}
