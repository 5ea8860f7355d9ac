// What docs/ci.md says about deploying from a pipeline, against the workflows and package.json.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { z } from 'zod';
import { codeBlocks, readPage, tableWith } from '../docs/pages.ts';
import { namesOf, readWorkflows } from './workflow.ts';

const ROOT = join(import.meta.dirname, '../..');
const workflows = readWorkflows();
const { dependencies } = z
  .object({ dependencies: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')));

describe.each(['docs/ci.md', 'docs/zh-CN/ci.md'])('%s', (file) => {
  const page = readPage(file);
  const pipelines = codeBlocks(page).filter(({ text }) => text.includes('get.pulumi.com |'));

  test.runIf(workflows.length > 0)(
    'lists every variable and secret of the workflows, and no other',
    () => {
      const rows = tableWith(page, 'PULUMI_STACKS');
      const listed = (row: string) => rows.filter(([, kind]) => kind === row).map(([name]) => name);
      expect(listed('variable').toSorted()).toEqual(namesOf('vars', workflows));
      expect(listed('secret').toSorted()).toEqual(namesOf('secrets', workflows));
    },
  );

  test.runIf(workflows.length > 0)('lists every workflow, and no other', () => {
    const rows = tableWith(page, '.github/workflows/ci.yml');
    expect(rows.map(([name = '']) => name.replace('.github/workflows/', '')).toSorted()).toEqual(
      workflows.map((workflow) => workflow.file).toSorted(),
    );
  });

  test('hands each pipeline the token of Pulumi Cloud or the passphrase', () => {
    for (const name of ['PULUMI_ACCESS_TOKEN', 'PULUMI_CONFIG_PASSPHRASE']) {
      expect(pipelines.at(-1)?.text).toContain(`      ${name}: $(${name})`);
    }
  });

  test('shows pipelines that deploy with the CLI of the SDK', () => {
    expect(pipelines).toHaveLength(2);
    for (const { lang, text } of pipelines) {
      expect(lang).toBe('yaml');
      expect(parse(text)).toBeTypeOf('object');
      expect(text).toContain(`--version ${dependencies['@pulumi/pulumi'] ?? ''}`);
      expect(text).toContain('npm run up -- --yes --stack "$PULUMI_STACK" --suppress-outputs');
      expect(text, 'a deployment proves itself').toContain(
        'npm run doctor -- --stack "$PULUMI_STACK"',
      );
    }
  });
});
