import type { ChildProcess } from 'node:child_process';
import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { expect, onTestFinished, test } from 'vitest';
import { readExampleStack } from '../example-stack.ts';
import { runProgram } from './run-program.ts';

test('a test that ends early ends the program that it runs', async () => {
  const children: ChildProcess[] = [];
  const record = (message: unknown) => {
    children.push((message as { readonly process: ChildProcess }).process);
  };
  subscribe('child_process', record);
  onTestFinished(() => {
    unsubscribe('child_process', record);
  });
  const ending = new AbortController();
  const run = runProgram({
    stackYaml: `${await readExampleStack()}
  cloudflareAccountId: '${'0'.repeat(32)}'
  workersDevSubdomain: any
`,
    signal: ending.signal,
    answerInvoke: () => {
      ending.abort();
      return {};
    },
  });
  await expect(run).rejects.toThrow('The operation was aborted');
  expect(children.map(({ signalCode }) => signalCode)).toEqual(['SIGKILL']);
});
