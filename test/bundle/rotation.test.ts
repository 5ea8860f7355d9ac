// Azure's keys and a user's key are renewed while requests are under way.
import { afterEach, expect, test } from 'vitest';
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import { startAzure, type AzureStandIn } from '../../azure-stand-in/server.ts';
import { expectNoneLost, Load, replace } from './load.ts';
import { AZURE_KEY, chatBody, STACK_BINDINGS, startGateway, USER_KEY } from './running-gateway.ts';

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});

/** An account whose keys can be renewed. */
async function startAccount(keys: readonly string[]): Promise<AzureStandIn> {
  const deployments = [{ name: 'gpt-5.4-mini', model: 'gpt-5.4-mini', version: '2026-03-17' }];
  const azure = await startAzure({
    accounts: [{ subdomain: 'acc', keys, deployments }],
    record: true,
  });
  stops.push(() => azure.close());
  return azure;
}

async function deploy(azure: AzureStandIn, bindings: Readonly<Record<string, string>>) {
  const upstream = new URL(azure.url);
  const gateway = await startGateway({ upstream, bindings: { ...STACK_BINDINGS, ...bindings } });
  stops.push(() => gateway.stop());
  return gateway;
}

test("Azure's keys are renewed, one after the other, and no request is lost", async () => {
  const keys = ['old-1', 'old-2'];
  const azure = await startAccount(keys);
  const active = (key: string) => ({ BACKEND_KEYS: JSON.stringify({ swedencentral: key }) });
  const load = new Load(await deploy(azure, active('old-1')), USER_KEY);
  await load.more();
  // activeKey: 2, then key 1 is renewed, then back and key 2.
  await replace(load, await deploy(azure, active('old-2')));
  keys[0] = 'new-1';
  await load.more();
  await replace(load, await deploy(azure, active('new-1')));
  keys[1] = 'new-2';
  await load.more();
  await expectNoneLost(load);
  const used = new Set(azure.requests.map(({ headers }) => headers['api-key']));
  expect(used).toEqual(new Set(['old-1', 'old-2', 'new-1']));
});

test("a user's key is renewed, and no request is lost", async () => {
  const azure = await startAccount([AZURE_KEY]);
  const users = (...userKeys: string[]) => ({
    CHIT_USERS: encodeUsers(userKeys.map((key) => ({ name: 'alice', key }))),
  });
  const load = new Load(await deploy(azure, users('sk-old')), 'sk-old');
  await load.more();
  await replace(load, await deploy(azure, users('sk-old', 'sk-new')));
  load.keys = ['sk-old', 'sk-new'];
  await load.more();
  load.keys = ['sk-new'];
  await load.settled();
  const last = await deploy(azure, users('sk-new'));
  await replace(load, last);
  await expectNoneLost(load);
  const refused = await last.post('/v1/chat/completions', chatBody('hi'), {
    authorization: 'Bearer sk-old',
  });
  expect(refused.status).toBe(401);
});
