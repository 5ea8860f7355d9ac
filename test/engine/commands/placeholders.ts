// What an operator writes in the places that the pages leave open.
import { SUBSCRIPTION_ID } from '../../../rehearsal/stand-ins.ts';
import { NEW_PASSPHRASE } from '../../docs/commands/command-table.ts';
import { CLOUDFLARE_ACCOUNT, CLOUDFLARE_TOKEN, type Operator } from '../operator/operator.ts';

type Fill = string | ((operator: Operator) => string);

const FILLS: Readonly<Record<string, Fill>> = {
  '<account id>': CLOUDFLARE_ACCOUNT,
  '<token>': CLOUDFLARE_TOKEN,
  '<key>': 'sk-a-key-of-a-user',
  '<passphrase>': 'the passphrase of this test',
  '<new passphrase>': NEW_PASSPHRASE,
  '<name>': 'me',
  '<application id>': SUBSCRIPTION_ID,
  '<secret>': 'the secret of this test',
  '<tenant id>': SUBSCRIPTION_ID,
  '<subscription id>': SUBSCRIPTION_ID,
  '<id>': SUBSCRIPTION_ID,
  '<present name>': ({ clouds }) => clouds.cloudflare.state.workers[0]?.name ?? '',
  NAME: 'dev',
};

/** @throws Error for a placeholder that has no value */
export function fillIn(line: string, operator: Operator): string {
  return line.replaceAll(/<[a-z ]+>|\bNAME\b/g, (placeholder) => {
    const fill = FILLS[placeholder];
    if (fill === undefined) throw new Error(`what is ${placeholder} in: ${line}`);
    const value = typeof fill === 'string' ? fill : fill(operator);
    return /^[\w.-]+$/.test(value) ? value : `'${value}'`;
  });
}
