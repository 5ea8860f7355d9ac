// Owns: what the Worker is told about the models, and their names as clients may use them. Pure;
// the list itself is the stack's setting.
import type { ModelBinding } from '../worker/env.ts';
import type { ModelSettings } from './settings.ts';

/** The MODELS binding: one entry per deployment, in the order of the settings. */
export function toModelBindings(models: readonly ModelSettings[]): readonly ModelBinding[] {
  return models.map((model) => {
    const { name, aliases, upstream, apiVersion } = model;
    const created = versionDate(model.version);
    // What is the Worker's own default is left out: a binding holds 5 KB.
    return {
      id: name,
      ...(aliases.length > 0 && { aliases }),
      ...(upstream !== undefined && { upstream }),
      ...(apiVersion !== undefined && { apiVersion }),
      ...(created !== undefined && { created }),
      ...(model.adaptParameters === false && { adaptParameters: false }),
      ...(model.asynchronousFilter === true && { asynchronousFilter: true }),
    };
  });
}

/** Every name a client may use, each model before its aliases. */
export function modelNames(models: readonly ModelSettings[]): readonly string[] {
  return models.flatMap(({ name, aliases }) => [name, ...aliases]);
}

/** The date in a model version, in Unix seconds; undefined for versions such as "1". */
function versionDate(version: string): number | undefined {
  const date = /\d{4}-\d{2}-\d{2}/.exec(version);
  const milliseconds = date === null ? NaN : Date.parse(date[0]);
  return Number.isNaN(milliseconds) ? undefined : milliseconds / 1000;
}
