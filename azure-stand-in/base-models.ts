// The models Azure offers, as far as this server knows them. Not deployments: those come from
// the account. Dates: https://learn.microsoft.com/azure/foundry/openai/concepts/model-retirement-schedule
import { AS_OF, RETIREMENTS } from '../infra/rules/azure-models.ts';

/** One base model. */
export interface BaseModel {
  readonly name: string;
  readonly version: string;
  /** `YYYY-MM-DD`, the day inference ends. */
  readonly retires: string;
}

/** Newest version of each name that is not retired. */
export const BASE_MODELS: readonly BaseModel[] = newest(
  Object.entries(RETIREMENTS)
    .filter(([, retires]) => retires > AS_OF)
    .map(([key, retires]) => {
      const [name = '', version = ''] = key.split('@');
      return { name, version, retires };
    }),
);

function newest(models: readonly BaseModel[]): readonly BaseModel[] {
  const byName = new Map<string, BaseModel>();
  for (const model of models) {
    const other = byName.get(model.name);
    if (other === undefined || other.version < model.version) byName.set(model.name, model);
  }
  return [...byName.values()];
}
