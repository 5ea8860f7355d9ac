// One set of bindings for all stream modes: the user's key and the model choose the mode of a request.
import { encodeUsers } from '../../infra/bindings/user-codec.ts';
import { STACK_BINDINGS, USER_KEY } from './running-gateway.ts';

export interface StreamMode {
  readonly name: 'fast' | 'inspected' | 'events' | 'smooth';
  readonly key: string;
  readonly model: string;
}

export const STREAM_MODES: readonly StreamMode[] = [
  { name: 'fast', key: USER_KEY, model: 'gpt-5.4-mini' },
  { name: 'inspected', key: USER_KEY, model: 'gpt-4o' },
  { name: 'events', key: 'sk-the-key-of-eve', model: 'gpt-5.4-mini' },
  { name: 'smooth', key: 'sk-the-key-of-sam', model: 'gpt-5.4-mini' },
];

export const STREAM_MODE_BINDINGS: Readonly<Record<string, string>> = {
  ...STACK_BINDINGS,
  CHIT_USERS: encodeUsers([
    { name: 'alice', key: USER_KEY },
    { name: 'eve', key: 'sk-the-key-of-eve', typewriter: 'events' },
    { name: 'sam', key: 'sk-the-key-of-sam', typewriter: 'smooth' },
  ]),
  MODELS: JSON.stringify([
    { id: 'gpt-5.4-mini' },
    { id: 'gpt-4o', asynchronousFilter: true },
    { id: 'instruct' },
  ]),
};

/** A chat request as it goes over a bare socket. */
export function requestBytes({ key, model }: StreamMode, headers: string): string {
  const messages = [{ role: 'user', content: 'one two three four' }];
  const body = JSON.stringify({ model, messages, stream: true });
  return (
    `POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\napi-key: ${key}\r\n${headers}\r\n` +
    `content-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`
  );
}
