// Days that come: when models retire, and how old the prices are. From the tables of this project.
import { RETIREMENTS, RETIREMENTS_AS_OF } from '../../infra/azure-models/retirements.ts';
import { listedPrice } from '../../infra/bindings/model-prices.ts';
import { hasBudget } from '../../infra/settings/limits/limit-settings.ts';
import type { Check } from '../check.ts';
import { failed, notNeeded, ok, warning, type Finding } from '../finding.ts';
import type { Context } from '../context/context.ts';
import { daysUntil } from './days.ts';

const SOON_DAYS = 90;

export const DATE_CHECKS: readonly Check[] = [
  { id: 'retirements', title: 'Retirement of models', needs: ['settings'], run: checkRetirements },
  { id: 'prices', title: 'Prices', needs: ['settings'], run: checkPrices },
];

async function checkRetirements({ settings, now }: Context): Promise<Finding> {
  const { regions } = await settings();
  const dated = regions
    .flatMap(({ name, deployments }) =>
      deployments.flatMap(({ serves, model, version = '' }) => {
        const date = RETIREMENTS[`${model}@${version}`];
        return date === undefined
          ? []
          : [{ what: `${serves} in ${name} (${model} ${version})`, date }];
      }),
    )
    .toSorted((one, other) => one.date.localeCompare(other.date));
  const [next] = dated;
  if (next === undefined) return notNeeded("no deployment is in this project's table");
  const soon = dated.filter(({ date }) => daysUntil(Date.parse(date), now()) <= SOON_DAYS);
  const over = soon.filter(({ date }) => Date.parse(date) <= now());
  if (soon.length === 0)
    return ok(`next: ${next.what} on ${next.date}, as known on ${RETIREMENTS_AS_OF}`);
  const details = soon.map(({ what, date }) => `${what}: ${date}`);
  const advice =
    'Choose a newer version or model in the stack file, then npm run up: docs/models.md';
  return over.length > 0
    ? failed(`retired, as known on ${RETIREMENTS_AS_OF}`, advice, details)
    : warning(`retire within ${SOON_DAYS} days, as known on ${RETIREMENTS_AS_OF}`, advice, details);
}

async function checkPrices({ settings, now }: Context): Promise<Finding> {
  const all = await settings();
  const { models, regions, users } = all;
  if (!users.some((user) => hasBudget(user, all))) {
    return notNeeded('no user has a budget, so prices decide nothing');
  }
  const listed = models.flatMap((model) => {
    const price = model.price === undefined ? listedPrice(model, regions) : undefined;
    return price === undefined ? [] : [{ name: model.name, asOf: price.asOf }];
  });
  const unlisted = models.length - listed.length;
  const old = listed.filter(({ asOf }) => daysUntil(now(), Date.parse(asOf)) > SOON_DAYS);
  const found = `${listed.length} from this project's table, ${unlisted} from the stack file or not known`;
  if (old.length === 0) return ok(found);
  return warning(
    found,
    'Compare them with https://azure.microsoft.com/pricing/details/azure-openai/, and set price where it changed.',
    old.map(({ name, asOf }) => `${name}: compared on ${asOf}`),
  );
}
