// Conformance cases of Realtime and of the Responses API over WebSockets, with the SDK's own
// socket classes; what they cannot do is in socket.test.ts.
import { connect } from 'node:net';
import type OpenAI from 'openai';
import { AzureOpenAI } from 'openai';
import { OpenAIRealtimeWS } from 'openai/realtime/ws';
import { ResponsesWS } from 'openai/resources/responses/ws';
import { expect } from 'vitest';
import WebSocket from 'ws';
import { refusal, replaced, type Cases } from './case.ts';
import { KEY } from './conformance-gateway.ts';

const model = 'gpt-realtime-1.5';
const anyText: unknown = expect.any(String);
const CALLS = 'POST /openai/v1/realtime/calls';
const SDP = 'v=0\r\no=- 1 2 IN IP4 127.0.0.1\r\ns=-\r\nt=0 0\r\na=setup:actpass\r\n';
const ANSWERED = {
  status: 201,
  location: expect.stringMatching(/^\/openai\/v1\/realtime\/calls\/rtc_\w+$/) as unknown,
  sdp: expect.stringContaining('a=setup:active') as unknown,
};

function createCall(client: OpenAI, named: string) {
  return client.realtime.calls.create({ sdp: SDP, session: { type: 'realtime', model: named } });
}

/** Makes a call and accepts it. */
async function acceptCall(client: OpenAI, session: { model?: string }): Promise<number> {
  const made = await createCall(client, model);
  const id = made.headers.get('location')?.split('/').at(-1) ?? '';
  const accepting = client.realtime.calls.accept(id, { type: 'realtime', ...session });
  return (await accepting.asResponse()).status;
}

const inPlace = replaced('"model":"talker"', `"model":"${model}"`);

async function describeCall(answer: Response) {
  const { status, headers } = answer;
  return { status, location: headers.get('location'), sdp: await answer.text() };
}

/** The SDK's Realtime socket insists on wss; the gateway under test speaks plain TCP. */
function plain(client: OpenAI) {
  const { hostname, port } = new URL(client.baseURL);
  return {
    createConnection: () => connect(Number(port), hostname),
    headers:
      client instanceof AzureOpenAI ? { 'api-key': KEY } : { authorization: `Bearer ${KEY}` },
  };
}

/** The status of an upgrade, whatever becomes of it. */
async function upgrade(client: OpenAI, path: string): Promise<{ readonly status: number }> {
  const { createConnection, headers } = plain(client);
  const { host } = new URL(client.baseURL);
  const socket = new WebSocket(`ws://${host}/v1/${path}`, { createConnection, headers });
  const status = await new Promise<number>((resolve) => {
    socket.once('open', () => {
      resolve(101);
    });
    socket.once('unexpected-response', (_, answer) => {
      resolve(answer.statusCode ?? 0);
    });
  });
  socket.on('error', () => undefined);
  socket.terminate();
  return { status };
}

/** Sends a session of a model. */
async function post(client: OpenAI, path: string, named: string): Promise<unknown> {
  return refusal(client.post(path, { body: { session: { model: named } } }));
}

/** The first event of a session of a model. */
async function greet(client: OpenAI, named: string): Promise<unknown> {
  const realtime = new OpenAIRealtimeWS({ model: named, options: plain(client) }, client);
  const greeting = await new Promise((resolve, reject) => {
    realtime.once('session.created', resolve);
    realtime.on('error', reject);
  });
  realtime.close();
  return greeting;
}

/** The end of a response that was requested over a WebSocket. */
async function respond(client: OpenAI, named: string): Promise<unknown> {
  const socket = new ResponsesWS(client);
  const done = await new Promise((resolve, reject) => {
    socket.once('response.completed', resolve);
    socket.on('error', reject);
    socket.send({ type: 'response.create', model: named, input: 'Say 你好 back' });
  });
  socket.close();
  return done;
}

export const REALTIME_CASES: Cases = {
  'GET responses': ['gpt-5.4-mini', 'mini'].map((named) => ({
    title: `as ${named}`,
    socket: true,
    call: (client) => respond(client, named),
    azure: ['GET /openai/v1/responses'],
    got: {
      response: {
        status: 'completed',
        output: expect.arrayContaining([
          expect.objectContaining({
            content: [
              expect.objectContaining({
                text: expect.stringContaining('Say 你好 back') as unknown,
              }),
            ],
          }),
        ]) as unknown,
      },
    },
  })),
  'GET realtime': [model, 'talker'].map((named) => ({
    title: `as ${named}`,
    socket: true,
    call: (client) => greet(client, named),
    azure: [`GET /openai/v1/realtime?model=${model}`],
    got: { type: 'session.created', session: { model: `${model}-2026-02-23` } },
  })),
  // The stand-in may serve these, or answer 404; what reaches it is the same.
  'GET realtime/translations': [
    {
      socket: true,
      call: (client) => upgrade(client, 'realtime/translations?model=translator'),
      azure: ['GET /openai/v1/realtime/translations?model=gpt-realtime-translate'],
      got: {},
    },
  ],
  'POST realtime/translations/client_secrets': [
    {
      call: (client) => post(client, '/realtime/translations/client_secrets', 'translator'),
      azure: ['POST /openai/v1/realtime/translations/client_secrets'],
      body: replaced('"model":"translator"', '"model":"gpt-realtime-translate"'),
      got: {},
    },
  ],
  'GET live/sessions': [
    {
      socket: true,
      call: (client) => upgrade(client, 'live/sessions'),
      azure: ['GET /openai/v1/live/sessions'],
      got: {},
    },
  ],
  'POST live/sessions': [
    {
      call: (client) => post(client, '/live/sessions', 'speaker'),
      azure: ['POST /openai/v1/live/sessions'],
      body: replaced('"model":"speaker"', '"model":"gpt-live-1"'),
      got: {},
    },
  ],
  'GET live/sessions/{id}/attach': [
    {
      socket: true,
      call: (client) => upgrade(client, 'live/sessions/live_0123456789/attach'),
      azure: ['GET /openai/v1/live/sessions/{id}/attach'],
      got: {},
    },
  ],
  'POST realtime/client_secrets': [
    {
      call: (client) =>
        client.realtime.clientSecrets.create({ session: { type: 'realtime', model } }),
      azure: ['POST /openai/v1/realtime/client_secrets'],
      got: { value: expect.stringMatching(/^ek_/) as unknown, session: { type: 'realtime' } },
    },
    {
      title: 'by an alias',
      call: (client) =>
        client.realtime.clientSecrets.create({ session: { type: 'realtime', model: 'talker' } }),
      azure: ['POST /openai/v1/realtime/client_secrets'],
      body: replaced('"model":"talker"', `"model":"${model}"`),
      got: { value: anyText },
    },
  ],
  'POST realtime/calls': [
    {
      title: 'as a form',
      call: async (client) => describeCall(await createCall(client, model)),
      azure: [CALLS],
      got: ANSWERED,
    },
    {
      title: 'as a form by an alias',
      call: async (client) => describeCall(await createCall(client, 'talker')),
      azure: [CALLS],
      body: replaced('"model":"talker"', `"model":"${model}"`),
      got: ANSWERED,
    },
    {
      // The SDK's own method sends a form only.
      title: 'as SDP with the model in the query',
      call: async (client) => {
        const headers = { 'content-type': 'application/sdp' };
        const options = { body: SDP, headers, query: { model: 'talker' } };
        return describeCall(await client.post('/realtime/calls', options).asResponse());
      },
      azure: [`${CALLS}?model=${model}`],
      got: ANSWERED,
    },
  ],
  'POST realtime/calls/{id}/accept': [
    {
      call: (client) => acceptCall(client, { model }),
      azure: [CALLS, `${CALLS}/{id}/accept`],
      got: 200,
    },
    {
      title: 'by an alias',
      call: (client) => acceptCall(client, { model: 'talker' }),
      azure: [CALLS, `${CALLS}/{id}/accept`],
      body: (sent) => (sent.includes('talker') ? inPlace(sent) : sent),
      got: 200,
    },
    {
      title: 'without a model',
      call: (client) => acceptCall(client, {}),
      azure: [CALLS, `${CALLS}/{id}/accept`],
      got: 200,
    },
  ],
  // The stand-in knows no such resource.
  'POST realtime/calls/{id}/{action}': [
    {
      call: (client) => refusal(client.realtime.calls.hangup('rtc_0123456789')),
      azure: [`${CALLS}/{id}/hangup`],
      got: { status: 404 },
    },
    {
      title: 'with a body',
      call: (client) =>
        refusal(client.realtime.calls.refer('rtc_0123456789', { target_uri: 'tel:+14155550123' })),
      azure: [`${CALLS}/{id}/refer`],
      got: { status: 404 },
    },
  ],
};
