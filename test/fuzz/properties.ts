// The properties of every request, whatever its content. Each fault is described in a sentence.
import { visit } from 'jsonc-parser';
import type { FuzzRequest } from './requests.ts';
import {
  AZURE_KEYS,
  CLOSED,
  CONTENT,
  KEPT_ID,
  KEYS,
  RITAS_DEPLOYMENT,
  UNANSWERED,
  UNLOGGED,
} from './stack.ts';
import { SERVER_FAULTS } from './upstream-mode.ts';
import type { Recorded } from './upstream.ts';
import type { WireAnswer } from './wire.ts';

/** What is wrong with an answer. */
export function faultsOfAnswer(
  { raw, broken, mode, frames }: FuzzRequest,
  { text, hung }: WireAnswer,
  calls: number,
): readonly string[] {
  const faults: string[] = [];
  if (hung) faults.push('the answer does not end');
  const statuses = [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => Number(status));
  if (statuses.length === 0 && !broken && !isCutOff(raw)) faults.push('no answer');
  for (const status of statuses.filter((each) => each >= 500)) {
    // An upload that is passed on and breaks off breaks the request to Azure.
    const refusing = SERVER_FAULTS.includes(mode) || (frames !== undefined && mode !== 'ok');
    if (text.includes('gateway_overloaded')) continue;
    const caused = status !== 500 && ((calls > 0 && refusing) || broken);
    if (!caused && !isRuntimes(raw, text)) faults.push(`status ${status}`);
  }
  // In a broken form the model's name may reach to the end of the form, and the error names the model.
  const named = text.includes('"code":"model_not_');
  const leaked = UNANSWERED.filter(
    (canary) => text.includes(canary) && !(named && canary === CONTENT),
  );
  for (const canary of leaked) faults.push(`${canary} in the answer`);
  if (/^x-injected/im.test(text.split('\r\n\r\n', 1)[0] ?? '')) faults.push('an injected header');
  return faults;
}

/**
 * A refusal may be lost when it is sent before a long body was read. workerd does not read the body of a
 * head that it refuses itself; the Worker does not read a body of unknown length.
 */
function isCutOff(raw: Buffer): boolean {
  return raw.length > 64 * 1024;
}

/** Whether workerd refused the request before it called the Worker: it does not know the method. */
function isRuntimes(raw: Buffer, text: string): boolean {
  const unknown =
    text.startsWith('HTTP/1.1 501 ') && text.endsWith('ERROR: Unrecognized request method.');
  const connect =
    raw.subarray(0, 8).toString('latin1') === 'CONNECT ' && text.endsWith('Internal Server Error');
  return unknown || connect;
}

/** Headers that may go up; besides `x-ms-` and `aoai-`. */
const UP =
  /^(?:accept|accept-encoding|api-key|connection|content-length|content-type|host|idempotency-key|openai-beta|sec-websocket-(?:extensions|key|protocol|version)|traceparent|tracestate|transfer-encoding|upgrade|user-agent|x-openai-internal-codex-responses-lite|(?:x-ms-|aoai-).*)$/;

/** The path of every operation, as Azure has them: no step up, nothing encoded but a deployment. */
const PATH = /^\/openai\/(?:v1\/|deployments\/[\w.%-]+\/)?[a-z_]+(?:\/(?!\.+(?:\/|$))[\w.:-]+)*$/;

/** What all users of an account share. The files inside a container are the container's. */
const SHARED =
  /^\/openai\/(?:v1|deployments\/[^/]+)\/(?:files|uploads|batches|vector_stores|fine_tuning)\b/;

function isAccountData(method: string, path: string): boolean {
  if (SHARED.test(path) || path.endsWith('/containers')) return true;
  return method === 'POST' && /\/containers\/[^/]+\/files$/.test(path);
}

/** What is wrong with a request that arrived at Azure. */
export function faultsOfCall(call: Recorded, { keys }: FuzzRequest): readonly string[] {
  const faults: string[] = [];
  const key = AZURE_KEYS.get(call.host);
  if (key === undefined) faults.push(`a call to ${call.host}`);
  else if (call.headers['api-key'] !== key) faults.push('a key that is not the one of the account');
  const path = call.path.replace(/\?.*/, '');
  if (!PATH.test(path)) faults.push(`a call to the path ${path}`);
  if (keys.length === 0) faults.push('a call for a caller without a key');
  const onlyRita = keys.every((each) => each === KEYS.rita);
  if (onlyRita) {
    const others = deployments(call).filter((name) => name !== RITAS_DEPLOYMENT);
    if (others.length > 0) faults.push(`a call with a model that is not allowed: ${others.join()}`);
  }
  // Wherever it is in the body: what is made here has it in no place where it would say nothing.
  if (onlyRita && call.body.toString().toLowerCase().includes(CLOSED)) {
    faults.push('a closed model inside of the body');
  }
  if (!keys.includes(KEYS.alice) && call.body.includes(KEPT_ID)) {
    faults.push("an id of the account's data inside of the body");
  }
  if (!keys.includes(KEYS.alice) && isAccountData(call.method, path)) {
    faults.push("a call on the account's data");
  }
  const names = Object.keys(call.headers).filter((name) => !UP.test(name));
  if (names.length > 0) faults.push(`the headers ${names.join()} went up`);
  const head = JSON.stringify([call.path, call.headers]);
  if (head.includes('CANARY-user')) faults.push('the key of a user went up');
  return faults;
}

/** Every deployment that a request names where Azure looks for one. */
function deployments({ path, headers, body }: Recorded): readonly unknown[] {
  const url = new URL(path, 'https://any');
  const [, inPath, operation = ''] =
    /^\/openai\/(?:v1\/|deployments\/([^/]+)\/)?(.*)/.exec(url.pathname) ?? [];
  const named: unknown[] = inPath === undefined ? [] : [inPath];
  // What is about a call under way, or about what Azure keeps, is passed on as it is.
  const realtime = /^realtime(?:$|\/c[a-z_]+$)/.test(operation);
  if (
    !realtime &&
    !/^(?:realtime\/calls\/.*\/accept$|chat|completions|embeddings|responses$|images|audio)/.test(
      operation,
    )
  )
    return named;
  if (realtime) named.push(url.searchParams.get('model'), url.searchParams.get('deployment'));
  // The parser of this test is recursive; what is nested so deep comes last in what is made here.
  const text = body.toString().replace(/(?:\[|\{"a":){99}.*/s, '0}');
  const place = realtime ? 'session/model' : 'model';
  if (/^multipart/i.test(headers['content-type'] ?? '')) {
    const field = realtime
      ? /; name="session"\r\n\r\n.*?"model":"(.*?)"/gs
      : /; name="model"\r\n\r\n(.*?)\r\n--/gs;
    named.push(...[...text.matchAll(field)].map(([, name]) => name));
  } else {
    visit(text, {
      onLiteralValue: (value, _offset, _length, _line, _character, at) => {
        if (at().join('/') === place) named.push(value);
      },
    });
  }
  return named.filter((name) => name !== null);
}

/** What is wrong with a line that the Worker or workerd wrote. */
export function faultsOfLine(line: string): readonly string[] {
  const faults = UNLOGGED.filter((canary) => line.includes(canary)).map(
    (canary) => `${canary} in the log`,
  );
  if (line.includes('"internal_error"')) faults.push('the gateway itself failed');
  if (!line.startsWith('{') && !RUNTIMES_NOTES.some((note) => line.includes(note))) {
    faults.push('workerd logs an unexpected line');
  }
  return faults;
}

/** Lines that workerd writes about a client's CONNECT, which Workers cannot handle, and about invalid frames. */
const RUNTIMES_NOTES = [
  'connect event but we lack a handler',
  'does not export a connect() function',
  'WebSocket protocol error',
];
