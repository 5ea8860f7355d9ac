// What the files for Docker promise, read from them: nothing here runs Docker.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { rm, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parse } from 'yaml';
import { buildLedger, buildWorker } from '../../infra/bundle/bundle.ts';
import { buildPage } from '../../infra/bundle/page.ts';
import { copyStage, readStages, textsOf } from './image.ts';

const ROOT = join(import.meta.dirname, '../..');
function read(file: string): string {
  return readFileSync(join(ROOT, file), 'utf8');
}
const stages = await readStages();
function textsAt(stage: number, name: string) {
  return textsOf(stages.at(stage) ?? [], name);
}

test('both stages are the Node of package.json, on a pinned system', () => {
  const { devDependencies } = JSON.parse(read('package.json')) as {
    devDependencies: Record<string, string>;
  };
  const tag = `node:${devDependencies['node'] ?? ''}-bookworm-slim`;
  expect(stages.map((_, index) => textsAt(index, 'FROM'))).toEqual([[`${tag} AS build`], [tag]]);
});

test('runs as a user without privileges, and says how it is', () => {
  expect(textsAt(-1, 'USER')).toEqual(['node']);
  expect(textsAt(-1, 'HEALTHCHECK')).toHaveLength(1);
  // Signals reach a command that is a list; a shell would keep them.
  expect(textsAt(-1, 'CMD')).toEqual(['["node", "container/start.ts"]']);
});

test("the folder of the ledger is a volume, and the image's user owns it", () => {
  const [folder = ''] = textsAt(-1, 'VOLUME');
  expect(textsAt(-1, 'RUN')).toContain(`mkdir --parents ${folder} && chown node:node ${folder}`);
  const { services } = parse(read('compose.yaml')) as {
    services: { gateway: { volumes: string[] } };
  };
  expect(services.gateway.volumes).toEqual([`ledger:${folder}`]);
});

test('no line holds a variable of the Worker', () => {
  expect(read('Dockerfile')).not.toMatch(/AZURE|CHIT|KEY|RESOURCE|MODELS|BACKEND|\bARG\b/);
});

test('what is copied from the checkout exists, and is all that Docker is given', () => {
  const copied = stages.flatMap((_, index) =>
    textsAt(index, 'COPY')
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

test('the first stage has all that its build reads, and makes the same bundle', async () => {
  const folder = await copyStage(stages[0] ?? []);
  await symlink(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  const [program = '', ...args] =
    textsAt(0, 'RUN')
      .find((text) => text.startsWith('node '))
      ?.split(' ') ?? [];
  const { stdout, stderr } = spawnSync(program, args, { cwd: folder, encoding: 'utf8' });
  const files = [buildWorker(ROOT), buildLedger(ROOT), ...Object.values(buildPage(ROOT))];
  const made = files.map(
    ({ contentFile, contentSha256 }) => `${contentFile}  sha256 ${contentSha256}\n`,
  );
  expect([stderr, stdout]).toEqual(['', made.join('')]);
  await rm(folder, { recursive: true });
});

test('the compose file gives nothing that it need not', () => {
  expect(parse(read('compose.yaml'))).toEqual({
    services: {
      gateway: {
        build: '.',
        image: 'cf-openai-azure-proxy',
        env_file: '.env',
        ports: ['127.0.0.1:8787:8787'],
        volumes: ['ledger:/data/ledger'],
        read_only: true,
        tmpfs: '/tmp',
        cap_drop: ['ALL'],
        security_opt: ['no-new-privileges:true'],
        stop_grace_period: '15s',
        restart: 'unless-stopped',
      },
    },
    volumes: { ledger: null },
  });
});
