// A project made of this one by `pulumi new`: what could break in it, tried in it. All of its tests:
// `npx node test/template/copy.ts`. That project is not a template, so all of this is skipped there.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import OpenAI from 'openai';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { isTemplate, MY_TEAM, newProject, PLACEHOLDERS, plainEnv } from './new-project.ts';
import { projectFiles } from './project-files.ts';

const ROOT = join(import.meta.dirname, '../..');

const readySchema = z.object({
  url: z.string(),
  models: z.array(z.string()),
  users: z.array(z.object({ name: z.string(), key: z.string() })),
});

test.runIf(await isTemplate())(
  'nothing is replaced by accident when the project is copied',
  async () => {
    const marks = Object.values(PLACEHOLDERS);
    const found: string[] = [];
    for (const file of projectFiles(ROOT)) {
      const seen = `${file}\n${await readFile(join(ROOT, file), 'latin1')}`;
      if (marks.some((mark) => seen.includes(mark))) found.push(file);
    }
    expect(found).toEqual([]);
  },
);

describe.runIf(await isTemplate())('a project of another name, its questions answered', () => {
  let folder = '';
  beforeAll(async () => {
    folder = await newProject(MY_TEAM);
  });
  afterAll(() => rm(folder, { recursive: true }));

  test('is not a template, and keeps its models and users', async () => {
    const read = async (file: string): Promise<unknown> =>
      parse(await readFile(join(folder, file), 'utf8'));
    expect(await read('Pulumi.yaml')).not.toHaveProperty('template');
    const { config } = z
      .object({ config: z.record(z.string(), z.unknown()) })
      .parse(await read('Pulumi.dev.yaml'));
    expect(Object.keys(config).filter((key) => !key.includes(':'))).toEqual([]);
    expect(config).toHaveProperty([`${MY_TEAM.name}:models`]);
    expect(config).toHaveProperty([`${MY_TEAM.name}:users`]);
  });

  test('evaluates under its own name, and its pages are true', async () => {
    const paths = [
      'test/runner/program.test.ts',
      'test/infra/settings/project-file.test.ts',
      'test/docs',
    ];
    const vitest = spawn('node', ['node_modules/vitest/vitest.mjs', 'run', ...paths], {
      cwd: folder,
      env: plainEnv(),
    });
    const [stdout, stderr, [code]] = await Promise.all([
      text(vitest.stdout),
      text(vitest.stderr),
      once(vitest, 'exit') as Promise<[number | null]>,
    ]);
    expect(code, `${stdout}${stderr}`).toBe(0);
  });

  test('runs with npm start, and answers', async () => {
    const npm = spawn('npm', ['start', '--silent', '--', '--json', '--port', '0'], {
      cwd: folder,
      env: plainEnv(),
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const closed = once(npm, 'close');
    const said = text(npm.stderr);
    try {
      let line = '';
      for await (const chunk of npm.stdout) {
        line += String(chunk);
        if (line.includes('\n')) break;
      }
      if (!line.includes('\n')) throw new Error(`npm start ended: ${await said}`);
      const { url, models, users } = readySchema.parse(JSON.parse(line));
      const client = new OpenAI({ baseURL: url, apiKey: users[0]?.key ?? '', maxRetries: 0 });
      const answer = await client.chat.completions.create({
        model: models[0] ?? '',
        messages: [{ role: 'user', content: 'hello there' }],
      });
      expect(answer.choices[0]?.message.content).toContain('hello there');
    } finally {
      npm.kill('SIGTERM');
      await closed;
    }
    expect(await said).toContain('"op":"chat/completions"');
  });
});
