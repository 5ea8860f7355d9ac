// What it takes to find the gateway and a key for it.
import type { Settings } from '../../infra/settings/settings.ts';
import type { Addresses } from '../context/addresses.ts';
import type { Ask } from '../context/ask.ts';
import type { Secrets } from '../context/secrets.ts';
import type { OperatorsPulumi } from '../stack/operators-pulumi.ts';

export interface GatewayBasics {
  readonly env: NodeJS.ProcessEnv;
  readonly ask: Ask;
  readonly secrets: Secrets;
  readonly addresses: Addresses;
  readonly pulumi: OperatorsPulumi;
  readonly settings: () => Promise<Settings>;
  readonly now: () => number;
}
