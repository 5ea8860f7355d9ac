// The Worker that the program declared, with the ledgers that it is bound to.
import { join } from 'node:path';
import { z } from 'zod';
import type { DeclaredResource } from './stand-in-providers.ts';
import type { LedgerScript, WorkerScript } from '../workerd/worker-script.ts';

/** The inputs of WorkersScript that workerd needs. */
const scriptSchema = z.object({
  scriptName: z.string(),
  /** Missing where the content itself is declared. */
  contentFile: z.string().optional(),
  mainModule: z.string(),
  files: z.record(z.string(), z.object({ contentFile: z.string() })).default({}),
  compatibilityDate: z.string(),
  compatibilityFlags: z.array(z.string()).default([]),
  bindings: z
    .array(
      z.object({
        name: z.string(),
        text: z.string().optional(),
        keyBase64: z.string().optional(),
        className: z.string().optional(),
        scriptName: z.string().optional(),
      }),
    )
    .default([]),
});

type Script = z.infer<typeof scriptSchema>;

type Binding = Script['bindings'][number];

/**
 * workerd gets texts, keys and the ledgers' namespaces. Other kinds of bindings only work on Cloudflare:
 * their names are in `leftOut`.
 *
 * @throws Error when the program declared no Worker, or a binding names a Worker that it did not declare
 */
export function toWorkerScript(declared: readonly DeclaredResource[]): {
  readonly script: WorkerScript;
  readonly leftOut: readonly string[];
} {
  const scripts = declared
    .filter(({ type }) => type.endsWith(':WorkersScript'))
    .map(({ inputs }) => scriptSchema.parse(inputs));
  const bound = new Set(
    scripts.flatMap(({ bindings }) => bindings.map(({ scriptName }) => scriptName)),
  );
  const gateway = scripts.find(({ scriptName }) => !bound.has(scriptName));
  if (gateway === undefined) throw new Error('the program declared no WorkersScript');
  const { bindings, mainModule, files, compatibilityDate, compatibilityFlags } = gateway;
  const texts = bindings.flatMap(({ name, text }) => (text === undefined ? [] : [{ name, text }]));
  const keys = bindings.flatMap(({ name, keyBase64 }) =>
    keyBase64 === undefined ? [] : [{ name, pkcs8: keyBase64 }],
  );
  const ledgers = bindings.flatMap((binding) => toLedger(binding, scripts));
  const given = new Set([...texts, ...keys].map(({ name }) => name));
  for (const { binding } of ledgers) given.add(binding);
  return {
    script: {
      contentFile: fileOf(gateway),
      mainModule,
      files: Object.entries(files).map(([name, { contentFile }]) => ({ name, contentFile })),
      compatibilityDate,
      compatibilityFlags,
      bindings: texts,
      keys,
      ledgers,
    },
    leftOut: bindings.map(({ name }) => name).filter((name) => !given.has(name)),
  };
}

function toLedger(
  { name: binding, className, scriptName }: Binding,
  scripts: readonly Script[],
): readonly LedgerScript[] {
  if (className === undefined || scriptName === undefined) return [];
  const script = scripts.find((each) => each.scriptName === scriptName);
  if (script === undefined) throw new Error(`the program declared no WorkersScript ${scriptName}`);
  const { mainModule, compatibilityDate, compatibilityFlags } = script;
  const file = { contentFile: fileOf(script), mainModule, compatibilityDate, compatibilityFlags };
  return [{ binding, name: scriptName, className, ...file }];
}

/** The program builds a module into this folder also where it declares its content. */
function fileOf({ contentFile, mainModule }: Script): string {
  return contentFile ?? join('dist', mainModule);
}
