// What the files for Docker promise, read from them: nothing here runs Docker.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { readStages } from './image.ts';

const ROOT = join(import.meta.dirname, '../..');
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');
const stages = await readStages();
const textsOf = (stage: number, name: string) =>
  (stages.at(stage) ?? [])
    .filter((instruction) => instruction.name === name)
    .map(({ text }) => text);

test('both stages are the Node of package.json, on a pinned system', () => {
  const { devDependencies } = JSON.parse(read('package.json')) as {
    devDependencies: Record<string, string>;
  };
  const tag = `node:${devDependencies['node'] ?? ''}-bookworm-slim`;
  expect(stages.map((_, index) => textsOf(index, 'FROM'))).toEqual([[`${tag} AS build`], [tag]]);
});

test('runs as a user without privileges, and says how it is', () => {
  expect(textsOf(-1, 'USER')).toEqual(['node']);
  expect(textsOf(-1, 'HEALTHCHECK')).toHaveLength(1);
  // Signals reach a command that is a list; a shell would keep them.
  expect(textsOf(-1, 'CMD')).toEqual(['["node", "container/start.ts"]']);
});

test('no line holds a variable of the Worker', () => {
  expect(read('Dockerfile')).not.toMatch(/AZURE|CHIT|KEY|RESOURCE|MODELS|BACKEND|\bARG\b/);
});

test('what is copied from the checkout exists, and is all that Docker is given', () => {
  const copied = stages.flatMap((_, index) =>
    textsOf(index, 'COPY')
      .filter((text) => !text.startsWith('--from'))
      .flatMap((text) => text.split(' ').slice(0, -1)),
  );
  const [everything, ...given] = read('.dockerignore').trimEnd().split('\n');
  expect(everything).toBe('*');
  expect(given.map((line) => line.replace(/^!/, '')).toSorted()).toEqual(
    [...new Set(copied)].toSorted(),
  );
  expect(copied.filter((file) => !existsSync(join(ROOT, file)))).toEqual([]);
});

test('the compose file gives nothing that it need not', () => {
  expect(parse(read('compose.yaml'))).toEqual({
    services: {
      gateway: {
        build: '.',
        image: 'cf-openai-azure-proxy',
        env_file: '.env',
        ports: ['127.0.0.1:8787:8787'],
        read_only: true,
        tmpfs: '/tmp',
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        stop_grace_period: '15s',
        restart: 'unless-stopped',
      },
    },
  });
});
