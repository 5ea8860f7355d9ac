import { afterEach, expect, test, vi } from 'vitest';
import { writeLog } from '../../../worker/contract/log.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

test('a line stays one line, whatever a client names its model', () => {
  const written: string[] = [];
  vi.spyOn(console, 'log').mockImplementation((line: string) => written.push(line));
  const model = 'gpt-4\r\n{"status":200,"user":"mallory"}\u2028\u0000"';
  const line = { id: 'a', user: 'alice', model, status: 404, attempts: 0, ms: 1 };
  writeLog(line);
  expect(written).toHaveLength(1);
  expect(written[0]).not.toMatch(/[\r\n\0]/);
  expect(JSON.parse(written[0] ?? '')).toEqual(line);
});
