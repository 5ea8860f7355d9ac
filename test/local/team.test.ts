// The team's example stack, run whole: `npm start -- --stack team` in a copy of the checkout.
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { copyCheckout } from '../support/checkout.ts';

const STACK_FILE = join(import.meta.dirname, '../../Pulumi.team.yaml');
/** Enough, because the gateway spreads requests evenly rather than at random. */
const REQUESTS = 1_000;
const LANES = 16;

interface Ready {
  readonly url: string;
  readonly users: readonly { readonly name: string; readonly key: string }[];
}

// A project made from this one may have dropped the example.
describe.runIf(existsSync(STACK_FILE))('the stack of a team', () => {
  const regions = new Map<string, number>();
  let counted = (): void => undefined;
  let child: ChildProcess;
  let root = '';
  let ready: Ready;

  beforeAll(async () => {
    root = await copyCheckout(['azure-stand-in', 'command-line', 'infra', 'worker', 'local']);
    const stack = `${await readFile(STACK_FILE, 'utf8')}    - name: gone\n      expires: 2026-01-31\n`;
    await writeFile(join(root, 'Pulumi.team.yaml'), stack);
    const started = spawn('node', ['local/start.ts', '--stack', 'team', '--port', '0', '--json'], {
      cwd: root,
    });
    child = started;
    createInterface({ input: started.stderr }).on('line', (line) => {
      const region = /"region":"(\w+)"/.exec(line)?.[1];
      if (region === undefined) return;
      regions.set(region, (regions.get(region) ?? 0) + 1);
      counted();
    });
    const [line] = (await once(createInterface({ input: started.stdout }), 'line')) as [string];
    ready = JSON.parse(line) as Ready;
  });

  afterAll(async () => {
    child.kill('SIGTERM');
    await once(child, 'exit');
    await rm(root, { recursive: true });
  });

  const keysOf = (name: string) =>
    ready.users.filter((user) => user.name === name).map(({ key }) => key);

  function clientOf(name: string, key = keysOf(name)[0]): OpenAI {
    return new OpenAI({ baseURL: ready.url, apiKey: key ?? '', maxRetries: 0 });
  }

  function ask(client: OpenAI, model = 'gpt-5.4-mini') {
    const messages = [{ role: 'user' as const, content: 'Hello' }];
    return client.chat.completions.create({ model, messages });
  }

  test('lets a user have the models of the list, and names them when another is requested', async () => {
    const intern = clientOf('intern');
    const listed = (await intern.models.list()).data.map(({ id }) => id);
    expect(listed).toEqual(['gpt-5.4-mini', 'gpt-4o-mini', 'text-embedding-3-small']);
    expect((await ask(intern, 'gpt-4o-mini')).choices[0]?.message.content).toContain('Hello');
    await expect(ask(intern, 'gpt-5.4')).rejects.toMatchObject({
      status: 403,
      code: 'model_not_allowed',
      message: expect.stringContaining('`gpt-5.4-mini`') as unknown,
    });
    expect((await ask(clientOf('alice'), 'gpt-5.4')).choices).toHaveLength(1);
  });

  test('lets both keys of a user in, and reports disabled and expired users as such', async () => {
    const keys = keysOf('王芳');
    expect(new Set(keys).size).toBe(2);
    for (const key of keys) expect((await ask(clientOf('', key))).choices).toHaveLength(1);
    await expect(ask(clientOf('former-contractor'))).rejects.toMatchObject({
      status: 401,
      code: 'user_disabled',
    });
    await expect(ask(clientOf('gone'))).rejects.toMatchObject({ status: 401, code: 'key_expired' });
  });

  test('spreads requests over the regions by their weights', async () => {
    regions.clear();
    const all = new Promise<void>((resolve) => {
      counted = () => {
        const seen = [...regions.values()].reduce((sum, count) => sum + count, 0);
        if (seen === REQUESTS) resolve();
      };
    });
    const request = {
      method: 'POST',
      headers: {
        authorization: `Bearer ${keysOf('alice')[0] ?? ''}`,
        'content-type': 'application/json',
      },
      body: '{"model":"gpt-5.4-mini","messages":[{"role":"user","content":"Hi"}]}',
    };
    let left = REQUESTS;
    const lane = async () => {
      while (left-- > 0) {
        const response = await fetch(`${ready.url}/chat/completions`, request);
        await response.arrayBuffer();
        expect(response.status).toBe(200);
      }
    };
    await Promise.all(Array.from({ length: LANES }, lane));
    await all;
    const share = (region: string) => (regions.get(region) ?? 0) / REQUESTS;
    // 100, 50 and 50 units of capacity.
    expect(Math.abs(share('swedencentral') - 0.5)).toBeLessThan(0.02);
    expect(Math.abs(share('eastus2') - 0.25)).toBeLessThan(0.02);
    expect(Math.abs(share('polandcentral') - 0.25)).toBeLessThan(0.02);
  });
});
