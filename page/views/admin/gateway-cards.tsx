import type { Status } from '../../api/admin.ts';
import { showNumber, showTime } from '../../format/shown.ts';
import { Card } from '../../parts/card.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { useTexts } from '../../session/context.ts';
import type { Text } from '../../texts/text.ts';
import * as adminTexts from '../../texts/admin.ts';
import * as usageTexts from '../../texts/usage.ts';

/** What the isolate that answered has seen: errors, and accounts that rest. */
export function GatewayCards({ status }: { readonly status: Status }) {
  const texts = useTexts();
  const { t, language } = texts;
  const { since, requests, errors, accounts } = status;
  return (
    <>
      <Card title={t(adminTexts.accounts)}>
        <DataTable
          caption={t(adminTexts.accountsCaption)}
          columns={[
            { title: t(adminTexts.account) },
            { title: t(usageTexts.model) },
            { title: t(adminTexts.state) },
          ]}
          rows={accounts.flatMap(({ name, deployments }) =>
            deployments.map((deployment) => [name, deployment.model, <State {...deployment} />]),
          )}
        />
      </Card>
      <Card title={t(adminTexts.errors)}>
        {errors.length === 0 ? (
          <p class="quiet">{t(adminTexts.noErrors)}</p>
        ) : (
          <DataTable
            caption={t(adminTexts.errorsCaption)}
            columns={[
              { title: t(adminTexts.code) },
              { title: t(adminTexts.count), isNumber: true },
            ]}
            rows={errors.map(({ code, count }) => [
              <code>{code}</code>,
              showNumber(count, language),
            ])}
          />
        )}
        <p class="fine">
          {t(adminTexts.oneIsolate, {
            since: showTime(since, language),
            requests: showNumber(requests, language),
          })}
        </p>
      </Card>
    </>
  );
}

type Deployment = Status['accounts'][number]['deployments'][number];

function State({ restsUntil, reason }: Deployment) {
  const { t, language } = useTexts();
  if (restsUntil === null) return <span class="state">{t(adminTexts.serves)}</span>;
  return (
    <span class="state rests">
      {t(restText(reason), { until: showTime(restsUntil, language) })}
    </span>
  );
}

function restText(reason: string | null): Text {
  if (reason === 'refused') return adminTexts.refused;
  return reason === 'failed' ? adminTexts.failed : adminTexts.rests;
}
