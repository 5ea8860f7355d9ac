// Classes of Durable Objects: which Workers have them, who is bound to them, and the migrations that make
// them. https://developers.cloudflare.com/durable-objects/reference/durable-objects-migrations/
import type { CloudReply, Json } from '../exchange.ts';
import { toJson } from '../exchange.ts';
import * as answers from './answers.ts';
import { bindingsOf, type ObjectState, type UploadedWorker } from './worker.ts';

/** What the upload's migration makes of the Worker, or why it is refused. */
export function migrate(
  worker: ObjectState | undefined,
  metadata: Json,
): { readonly state: ObjectState } | { readonly refused: CloudReply } {
  const state: ObjectState = { migrationTag: worker?.migrationTag, classes: worker?.classes };
  if (metadata['migrations'] === undefined) return { state };
  const migration = toJson(metadata['migrations']);
  const { old_tag: oldTag, new_tag: newTag } = migration;
  // `old_tag` may be missing only while there is no tag, also where the new tag is the present one:
  // https://github.com/cloudflare/wrangler-legacy/pull/1992, https://github.com/cloudflare/workers-sdk/issues/705,
  // https://github.com/pulumi/pulumi-cloudflare/issues/1215
  if (oldTag !== state.migrationTag) {
    return { refused: answers.migrationTagDiffers(state.migrationTag) };
  }
  const classes = new Set(state.classes);
  for (const name of [migration['new_classes'], migration['new_sqlite_classes']].flat()) {
    if (typeof name !== 'string') continue;
    if (classes.has(name)) return { refused: answers.classExists(name) };
    classes.add(name);
  }
  for (const name of [migration['deleted_classes']].flat()) classes.delete(String(name));
  const tag = typeof newTag === 'string' ? newTag : state.migrationTag;
  return { state: { migrationTag: tag, classes: [...classes] } };
}

/**
 * Why an upload is refused: a class that the module does not export, or a binding to one that is not there.
 *
 * @param find the other Workers
 */
export function objectFault(
  { name, metadata, module, classes = [] }: UploadedWorker,
  find: (name: string) => UploadedWorker | undefined,
): CloudReply | undefined {
  // https://github.com/cloudflare/wrangler-legacy/pull/1781
  const lost = classes.find((each) => !exportsClass(module.text, each));
  if (lost !== undefined) return answers.classIsLost(lost);
  for (const { type, class_name: className, script_name: scriptName } of bindingsOf(metadata)) {
    if (type !== 'durable_object_namespace') continue;
    const own = typeof scriptName !== 'string' || scriptName === name;
    const known = own ? classes : (find(scriptName)?.classes ?? []);
    if (!known.includes(String(className))) return answers.classIsMissing(String(className));
  }
  return undefined;
}

/** esbuild names what a bundle exports in one statement at its end. */
function exportsClass(text: string, name: string): boolean {
  const exported = [...text.matchAll(/export\s*\{([^}]*)\}/g)].map(([, names = '']) => names);
  const pattern = new RegExp(String.raw`(^|[\s,])(\w+\s+as\s+)?${name}\s*(,|$)`);
  return (
    exported.some((names) => pattern.test(names.trim())) ||
    new RegExp(String.raw`export\s+(default\s+)?class\s+${name}\b`).test(text)
  );
}

/**
 * What a deletion without `force` breaks: objects of the Worker's own, or others' bindings to them. With it,
 * objects and their data are deleted also while others are bound to them:
 * https://developers.cloudflare.com/api/resources/workers/subresources/scripts/methods/delete/
 */
export function deletionFault(
  { name, classes = [] }: UploadedWorker,
  workers: Iterable<UploadedWorker>,
): CloudReply | undefined {
  const bound = [...workers].filter((other) =>
    bindingsOf(other.metadata).some(({ script_name: scriptName }) => scriptName === name),
  );
  if (classes.length === 0 && bound.length === 0) return undefined;
  return answers.scriptIsInUse(bound.map((other) => other.name));
}
