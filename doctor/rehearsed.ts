// A rehearsal that runs: its clouds take the place of Azure and Cloudflare.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { UserError } from '../command-line/user-error.ts';
import { DOCTOR_FILE, rehearsalFolder } from '../rehearsal/doctor-file.ts';
import { PUBLIC_CLOUD, type Addresses } from './context/addresses.ts';

const schema = z.object({
  addresses: z.object({
    azure: z.string(),
    login: z.string(),
    machine: z.string(),
    gateway: z.string(),
  }),
  variables: z.record(z.string(), z.string()),
});

export interface RehearsedStack {
  /** The folder of its Pulumi.yaml. */
  readonly project: string;
  readonly addresses: Addresses;
  /** The environment of a command about it. */
  readonly env: NodeJS.ProcessEnv;
}

/**
 * Reads what `npm run rehearse` left for the doctor.
 *
 * @throws UserError where no rehearsal of the stack runs
 */
export function readRehearsal(root: string, stack: string, env: NodeJS.ProcessEnv): RehearsedStack {
  const folder = rehearsalFolder(root, stack);
  const file = join(folder, DOCTOR_FILE);
  if (!existsSync(file)) {
    throw new UserError(
      `No rehearsal of the stack ${stack} runs. Start one in another terminal: npm run rehearse -- --stack ${stack}`,
    );
  }
  const left = schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  const { azure, login, machine, gateway } = left.addresses;
  // The operator's own login and keys have nothing to do with it.
  const own = Object.entries(env).filter(
    ([name]) => !/^(?:PULUMI|ARM|CLOUDFLARE|OPENAI|ACTIONS)_/.test(name),
  );
  return {
    project: folder,
    addresses: { cloud: { ...PUBLIC_CLOUD, azure, login }, machine, gateway },
    env: { ...Object.fromEntries(own), ...left.variables },
  };
}
