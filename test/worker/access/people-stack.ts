// A stack of several people, and how tests send requests as one of them.

import { ask, encodeUsers, STACK_ENV, USER_KEY, type Asked } from '../gateway-under-test.ts';

export const EXPIRES = Date.parse('2027-01-01T00:00:00Z');

export const ENV = {
  ...STACK_ENV,
  MODELS: JSON.stringify([
    { id: 'gpt-5.4-mini', aliases: ['mini'], created: 1_773_705_600 },
    { id: 'gpt-5.4', created: 1_773_705_600 },
    { id: 'gpt-image-2' },
    { id: 'text-embedding-3-small' },
    { id: 'gpt-realtime-1.5' },
  ]),
  CHIT_USERS: encodeUsers([
    { name: 'rita', key: USER_KEY, models: ['gpt-5.4-mini'], accountData: true },
    { name: 'anna', key: 'sk-anna' },
    { name: 'omar', key: 'sk-omar', disabled: true },
    { name: 'eve', key: 'sk-eve', expires: EXPIRES / 1000 },
    { name: 'zoe', key: 'sk-zoe', models: [] },
  ]),
};
export const headers = { authorization: `Bearer ${USER_KEY}`, 'content-type': 'application/json' };

export function send(asked: Asked) {
  return ask({ env: ENV, headers, ...asked });
}
export function as(key: string) {
  return { ...headers, authorization: `Bearer ${key}` };
}
