// A project that the real `pulumi new` makes of this one: its own tests are green. Takes minutes.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { cliFault, findPulumi } from '../../pulumi-cli/installation/find-cli.ts';
import { isTemplate, plainEnv } from './new-project.ts';
import { pulumiNew, type MadeProject } from './pulumi-new.ts';

const NAME = 'My.Team_Gateway';
const TESTS = ['test/infra', 'test/runner', 'test/local', 'test/docs', 'test/template'];

const cli = await findPulumi(process.env);
const fault = cli === undefined ? "Pulumi's CLI is not there." : cliFault(cli);
if (fault !== undefined) console.warn(`\`pulumi new\` itself is not tried: ${fault}`);

describe.runIf(fault === undefined && (await isTemplate()))(
  'a project made by `pulumi new`',
  () => {
    let made: MadeProject;
    beforeAll(async () => {
      made = await pulumiNew(cli?.path ?? '', NAME);
    });
    afterAll(() => rm(made.folder, { recursive: true }));

    test('has its own name, says which template it is of, and asks for no package manager', async () => {
      const project = z
        .object({
          name: z.string(),
          runtime: z.unknown(),
          config: z.record(z.string(), z.unknown()),
        })
        .catchall(z.unknown())
        .parse(parse(await readFile(join(made.folder, 'Pulumi.yaml'), 'utf8')));
      expect(project.name).toBe(NAME);
      expect(project).not.toHaveProperty('template');
      expect(project.runtime).toEqual({
        name: 'nodejs',
        options: { typescript: false, packagemanager: 'npm' },
      });
      expect(project.config['pulumi:tags']).toHaveProperty(['value', 'pulumi:template']);
      expect(made.asked).toEqual([]);
    });

    test('passes its own tests', async () => {
      const vitest = spawn('node', ['node_modules/vitest/vitest.mjs', 'run', ...TESTS], {
        cwd: made.folder,
        env: plainEnv(),
      });
      const [stdout, stderr, [code]] = await Promise.all([
        text(vitest.stdout),
        text(vitest.stderr),
        once(vitest, 'close') as Promise<[number | null]>,
      ]);
      expect(code, `${stdout}${stderr}`).toBe(0);
    });
  },
);
