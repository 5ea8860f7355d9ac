import { expect, test } from 'vitest';
import type { ReceivedRequest, ReceivedSocket } from '../../azure-stand-in/server.ts';
import { CLIENTS } from './clients.ts';
import { findMissing, REACHES } from './witness.ts';

function received(path: string, body: string): ReceivedRequest {
  return {
    host: 'acc.openai.azure.com',
    method: 'POST',
    path,
    headers: {},
    body: Buffer.from(body),
    ended: Promise.resolve('complete'),
  };
}

test('a check needs its own request at Azure, known by its name in the body', () => {
  const requests = [received('/openai/v1/chat/completions?api-version=1', 'say [chat]')];
  expect(findMissing({ requests, sockets: [] }, 'chat')).toBeUndefined();
  expect(findMissing({ requests, sockets: [] }, 'chat-stream')).toMatch(/0 of 1 request/);
  expect(findMissing({ requests, sockets: [] }, 'responses')).toMatch(/0 of 1 request/);
});

test('a round trip needs both requests', () => {
  const requests = [received('/openai/v1/chat/completions', '[chat-tools]')];
  expect(findMissing({ requests, sockets: [] }, 'chat-tools')).toMatch(/1 of 2 request/);
});

test('a realtime session needs a WebSocket', () => {
  const requests = [received('/openai/v1/realtime', '')];
  const socket: ReceivedSocket = {
    path: '/openai/v1/realtime?model=gpt-realtime-1.5',
    headers: {},
    protocols: [],
    messages: [],
    ended: Promise.resolve({ code: 1000, reason: '' }),
  };
  expect(findMissing({ requests, sockets: [] }, 'realtime')).toMatch(/0 of 1 WebSocket/);
  expect(findMissing({ requests: [], sockets: [socket] }, 'realtime')).toBeUndefined();
});

test('each client has a name of its own, and each of its checks says what reaches Azure', () => {
  const names = CLIENTS.map(({ name }) => name);
  expect(new Set(names).size).toBe(names.length);
  const place = { origin: '', tlsOrigin: '', key: '', dataKey: '', home: '' };
  const unknown = CLIENTS.flatMap((client) => {
    const checks = 'commands' in client ? Object.keys(client.commands(place)) : client.checks;
    return checks.filter((check) => client.reaches?.[check] === undefined && !(check in REACHES));
  });
  expect(unknown).toEqual([]);
});

test('packages have exact versions', () => {
  const loose = CLIENTS.flatMap(({ source }) =>
    'packages' in source ? source.packages : [],
  ).filter((name) => !/^(@[^@]+|[^@]+)(@|==)\d[\w.-]*$/.test(name));
  expect(loose).toEqual([]);
});
