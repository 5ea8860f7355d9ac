// Every operation of the table through the gateway, with both classes of the official SDK: what left
// the client is what Azure received, and what the client got is Azure's answer.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { OPERATIONS } from '../../../worker/operations/table.ts';
import { AZURE_KEY, type RunningGateway } from '../running-gateway.ts';
import { ACCOUNT_CASES } from './account-cases.ts';
import { AUDIO_CASES } from './audio-cases.ts';
import { idsOf, rowKey, withoutIds, type Cases } from './case.ts';
import {
  CLIENT_KINDS,
  KEY,
  recordingClient,
  startConformanceGateway,
} from './conformance-gateway.ts';
import { CONTAINER_CASES } from './container-cases.ts';
import { GENERATION_CASES } from './generation-cases.ts';
import { IMAGE_CASES } from './image-cases.ts';
import { REALTIME_CASES } from './realtime-cases.ts';
import { STORE_CASES } from './store-cases.ts';
import { STORED_CASES } from './stored-cases.ts';

const CASES: Cases = {
  ...GENERATION_CASES,
  ...STORED_CASES,
  ...IMAGE_CASES,
  ...AUDIO_CASES,
  ...REALTIME_CASES,
  ...ACCOUNT_CASES,
  ...STORE_CASES,
  ...CONTAINER_CASES,
};

let gateway: RunningGateway;
beforeAll(async () => {
  gateway = await startConformanceGateway();
});
afterAll(() => gateway.stop());

test('every row of the operations table has a case, and no case lacks a row', () => {
  const rows = new Set(OPERATIONS.map(rowKey));
  expect(Object.keys(CASES).toSorted()).toEqual([...rows].toSorted());
});

test('no two cases of a row are the same', () => {
  for (const cases of Object.values(CASES)) {
    const titles = cases.map(({ title }) => title);
    expect(new Set(titles).size).toBe(titles.length);
    expect(titles.length).toBeGreaterThan(0);
  }
});

const ALL = Object.entries(CASES).flatMap(([row, cases]) =>
  cases.map((one) => [one.title === undefined ? row : `${row}, ${one.title}`, one] as const),
);

describe.each(CLIENT_KINDS)('%s', (kind) => {
  test.each(ALL.filter(([, { clients }]) => clients?.includes(kind) ?? true))(
    '%s',
    async (_, { call, azure, body = (sent) => sent, got, socket }) => {
      const before = gateway.azure.requests.length;
      const { client, sent } = recordingClient(gateway, kind);
      const answer = await call(client);
      const received = gateway.azure.requests.slice(before);

      expect(received.map(({ method, path }) => `${method} ${withoutIds(path)}`)).toEqual(azure);
      for (const { headers } of received) {
        expect(headers['api-key']).toBe(AZURE_KEY);
        expect(JSON.stringify(headers)).not.toContain(KEY);
      }
      if (typeof answer === 'object' && answer !== null)
        expect(answer).toMatchObject(got as object);
      else expect(answer).toEqual(got);
      if (socket === true) return;
      expect(received.map(({ path }) => idsOf(path))).toEqual(sent.map(({ path }) => idsOf(path)));
      expect(received.map((request) => request.body.toString('latin1'))).toEqual(
        sent.map((request) => body(request.body).toString('latin1')),
      );
    },
  );
});
