// The ledger's Worker, and which generations of it a stack has.
import { writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import { toBindings } from '../../../infra/bindings/worker-bindings.ts';
import { ledgerGenerations, ledgerName } from '../../../infra/cloudflare/ledger-generations.ts';
import { Ledger } from '../../../infra/cloudflare/ledger.ts';
import { register } from '../mocks.ts';

const ACCOUNT = '0123456789abcdef0123456789abcdef';
const CODE = 'export class Ledger {}\n';

/** A bundle in a file of its own. */
function bundle() {
  const contentFile = join(tmpdir(), `ledger-${process.pid}.js`);
  writeFileSync(contentFile, CODE);
  return { contentFile, contentSha256: '' };
}

function build(generations: readonly number[]) {
  return register(() => {
    const args = { accountId: ACCOUNT, workerName: 'proxy', generations, bundle: bundle() };
    const { scripts } = new Ledger('ledger', args);
    const context = { workerName: 'proxy', models: [], users: [], backends: [], ledger: scripts };
    const bindings = toBindings(context).filter(({ name }) => name.startsWith('LEDGER'));
    return bindings.map((binding) => pulumi.output(binding));
  });
}

/** The value of an output. */
function valueOf(output: pulumi.Output<unknown>): Promise<unknown> {
  return new Promise((resolve) => output.apply(resolve));
}

describe("the ledger's Worker", () => {
  test('has a class with SQLite, and its code in the state', async () => {
    const { resources, result } = await build([1]);
    expect(resources[1]).toMatchObject({
      type: 'cloudflare:index/workersScript:WorkersScript',
      name: `ledger-1-in-${ACCOUNT}`,
      inputs: {
        accountId: ACCOUNT,
        scriptName: 'proxy-ledger',
        mainModule: 'ledger.js',
        content: CODE,
        migrations: { newTag: 'v1', newSqliteClasses: ['Ledger'] },
        force: true,
      },
    });
    expect(await Promise.all(result.map(valueOf))).toEqual([
      {
        type: 'durable_object_namespace',
        name: 'LEDGER',
        className: 'Ledger',
        scriptName: 'proxy-ledger',
      },
    ]);
  });

  test('of a second generation is bound beside the first, which stays', async () => {
    const { resources, result } = await build([1, 2]);
    expect(resources.slice(1).map(({ inputs }) => inputs['scriptName'])).toEqual([
      'proxy-ledger',
      'proxy-ledger-2',
    ]);
    expect(await Promise.all(result.map(valueOf))).toMatchObject([
      { name: 'LEDGER', scriptName: 'proxy-ledger-2' },
      { name: 'LEDGER_BEFORE', scriptName: 'proxy-ledger' },
    ]);
  });

  test('has a name of at most 63 characters, which differs where the gateways differ', () => {
    const long = 'a'.repeat(62);
    const names = [`${long}a`, `${long}b`].map((name) => ledgerName(name, 2));
    expect(names.map(({ length }) => length)).toEqual([63, 63]);
    expect(names[0]).not.toBe(names[1]);
    expect(names[0]).toMatch(/^a+-[0-9a-f]{8}-ledger-2$/);
  });
});

/** A state with the ledgers of these generations. */
function stateWith(generations: readonly number[]) {
  const names = generations.map((each) => `ledger-${each}-in-${ACCOUNT}`);
  return {
    resource: (_type: string, name: string) =>
      Promise.resolve(names.includes(name) ? {} : undefined),
  };
}

describe('the generations of a stack', () => {
  const limited = { users: [], teams: [], limits: { tokensPerMinute: 1 }, accountId: ACCOUNT };
  const free = { ...limited, limits: {} };

  test.each([
    ['a new stack', limited, undefined, [], 1, [1]],
    ['a stack without limits', free, undefined, [], 1, []],
    ['a ledger in use', limited, [1], [1], 1, [1]],
    ['a ledger that nobody uses any more', free, [1], [1], 1, [1]],
    ['an unused ledger that was deleted', free, [1], [], 1, []],
    ['new code beside the former', limited, [1], [1], 2, [1, 2]],
    ['new code in a stack that has it', limited, [1, 2], [1, 2], 2, [1, 2]],
    ['new code in a new stack', limited, undefined, [], 2, [2]],
    ['new code in another account', limited, [1], [], 2, [2]],
    ['new code and no limit', free, [1], [1], 2, [1]],
    ['older code than the state has', limited, [1, 2], [1, 2], 1, [1]],
    ['a third generation without the first', limited, [1, 2], [2], 3, [2, 3]],
    ['a third generation without limits', free, [1, 2], [1, 2], 3, [1, 2]],
  ] as const)('%s', async (_, settings, ledger, inState, current, generations) => {
    const warn = vi.spyOn(pulumi.log, 'warn').mockResolvedValue();
    onTestFinished(() => {
      warn.mockRestore();
    });
    const found = await ledgerGenerations(settings, { ledger }, stateWith(inState), current);
    expect(found).toEqual(generations);
    const isIdle = settings === free && generations.length > 0;
    expect(warn).toHaveBeenCalledTimes(isIdle ? 1 : 0);
  });

  test.each([
    ['after the second', [1, 2], 3, "npm run destroy -- --target '**::ledger-1-in-*'"],
    ['without the second', [1], 3, 'a version of this project that has generation 2 first'],
  ])('a third one %s is refused, with what to do', async (_, ledger, current, step) => {
    const found = ledgerGenerations(limited, { ledger }, stateWith(ledger), current);
    await expect(found).rejects.toThrow('generations are replaced one at a time');
    await expect(found).rejects.toThrow(step);
  });
});
