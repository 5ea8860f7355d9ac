import { expect, test } from 'vitest';
import { parseOptions } from '../../doctor/options.ts';

const parse = (...args: readonly string[]) => parseOptions(args, {});

test('without options, the selected stack is examined and text is printed', () => {
  expect(parse()).toEqual({
    stack: undefined,
    url: undefined,
    rehearsal: false,
    images: false,
    wait: 0,
    format: 'text',
    help: false,
  });
});

test('the report has one form', () => {
  expect(parse('--json').format).toBe('json');
  expect(parse('--markdown').format).toBe('markdown');
  expect(() => parse('--json', '--markdown')).toThrow('Choose --json or --markdown.');
});

test('it waits for whole minutes', () => {
  expect(parse('--wait', '15').wait).toBe(15);
  for (const text of ['', '-1', '1.5', 'soon', '1000']) {
    expect(() => parse(`--wait=${text}`)).toThrow('--wait takes a number of minutes');
  }
});

test.each([
  'gateway.example.com',
  'ftp://gateway.example.com',
  'https://a:b@host',
  'https://host?key=1',
])('%s is not the address of a gateway, and is not repeated', (url) => {
  expect(() => parse('--url', url)).toThrow(/^--url takes the address of a gateway[^?@]*$/);
});

test('an address may end with /v1', () => {
  expect(parse('--url', 'https://gateway.example.com/v1').url).toBe(
    'https://gateway.example.com/v1',
  );
});

test('a rehearsal has its own address', () => {
  expect(() => parse('--rehearsal', '--url', 'http://127.0.0.1:1')).toThrow('leave out --url');
});
