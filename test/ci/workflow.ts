// The workflows of .github as typed values: what GitHub would run, with which rights.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

const FOLDER = join(import.meta.dirname, '../../.github/workflows');

const stepSchema = z.strictObject({
  name: z.string().optional(),
  if: z.string().optional(),
  uses: z.string().optional(),
  run: z.string().optional(),
  with: z.record(z.string(), z.union([z.string(), z.number(), z.boolean()])).optional(),
  env: z.record(z.string(), z.string()).optional(),
});
const permissionsSchema = z.record(z.string(), z.enum(['read', 'write']));
const concurrencySchema = z.strictObject({ group: z.string(), 'cancel-in-progress': z.boolean() });
const jobSchema = z.strictObject({
  if: z.string().optional(),
  'runs-on': z.string(),
  'timeout-minutes': z.number(),
  environment: z.string().optional(),
  env: z.record(z.string(), z.string()).optional(),
  strategy: z
    .strictObject({
      'fail-fast': z.boolean(),
      'max-parallel': z.number().optional(),
      matrix: z.strictObject({ stack: z.string() }),
    })
    .optional(),
  permissions: permissionsSchema.optional(),
  steps: z.array(stepSchema),
});
const workflowSchema = z.strictObject({
  name: z.string(),
  on: z.record(z.string(), z.unknown()),
  permissions: permissionsSchema,
  concurrency: concurrencySchema,
  jobs: z.record(z.string(), jobSchema),
});

export type Step = z.infer<typeof stepSchema>;
export type Job = z.infer<typeof jobSchema>;

/** A workflow with the text that it was read from. */
export interface Workflow extends z.infer<typeof workflowSchema> {
  readonly file: string;
  readonly text: string;
}

/**
 * Every workflow there is; none without the folder.
 *
 * @throws ZodError for a key that no test knows of
 */
export function readWorkflows(): readonly Workflow[] {
  return (existsSync(FOLDER) ? readdirSync(FOLDER) : []).map((file) => {
    const text = readFileSync(join(FOLDER, file), 'utf8');
    return { file, text, ...workflowSchema.parse(parse(text)) };
  });
}

/** The names after `vars.` or `secrets.`, sorted. */
export function namesOf(kind: 'vars' | 'secrets', workflows: readonly Workflow[]) {
  const pattern = new RegExp(`\\b${kind}\\.(\\w+)`, 'g');
  const names = workflows.flatMap(({ text }) =>
    [...text.matchAll(pattern)].map(([, name = '']) => name),
  );
  return [...new Set(names)].toSorted();
}
