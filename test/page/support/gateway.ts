// The gateway of the tests' stack, as `npm start` runs it: the program is evaluated, and what it declared
// runs in workerd in front of the Azure stand-in.
import { copyFile, mkdtemp, realpath, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startAzure, type AzureStandIn } from '../../../azure-stand-in/server.ts';
import { planStack } from '../../../local/plan.ts';
import { startWorkerd } from '../../../local/workerd/workerd.ts';
import { stackFile } from './stack.ts';

const ROOT = join(import.meta.dirname, '../../..');

export interface PageGateway {
  /** `http://127.0.0.1:PORT` */
  readonly url: string;
  readonly azure: AzureStandIn;
  keyOf(name: string): string;
  /** POST of JSON as a user. Resolves when the answer has ended. */
  post(name: string, path: string, body: object, headers?: Record<string, string>): Promise<number>;
  stop(): Promise<void>;
}

/** Starts it. Works once per process, because the program is a module. */
export async function startPageGateway(): Promise<PageGateway> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'page-')));
  await copyFile(join(ROOT, 'Pulumi.yaml'), join(folder, 'Pulumi.yaml'));
  await writeFile(join(folder, 'Pulumi.page.yaml'), stackFile());
  const before = process.cwd();
  // Where the program writes what it bundles.
  process.chdir(folder);
  const plan = await planStack(folder, 'page', {});
  process.chdir(before);
  const azure = await startAzure({ accounts: plan.accounts ?? [], record: true });
  const worker = await startWorkerd({
    script: plan.script,
    outbound: { kind: 'server', origin: new URL(azure.url) },
    port: 0,
  });
  const keyOf = (name: string) => {
    const user = plan.users.find((each) => each.name === name);
    if (user === undefined) throw new Error(`The stack has no user ${name}`);
    return user.key;
  };
  return {
    url: worker.url,
    azure,
    keyOf,
    async post(name, path, body, headers = {}) {
      const response = await fetch(`${worker.url}${path}`, {
        method: 'POST',
        headers: {
          authorization: `Bearer ${keyOf(name)}`,
          'content-type': 'application/json',
          ...headers,
        },
        body: JSON.stringify(body),
      });
      await response.arrayBuffer();
      return response.status;
    },
    async stop() {
      await worker.stop();
      await azure.close();
      await rm(folder, { recursive: true });
    },
  };
}
