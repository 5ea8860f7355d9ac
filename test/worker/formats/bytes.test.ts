// Bytes that are collected: what they hold, and what they are counted for.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteBuffer, concat } from '../../../worker/formats/bytes.ts';
import { readUpTo } from '../../../worker/formats/read-stream.ts';
import { nativeBody } from '../../support/native-body.ts';

function streamOf(pieces: readonly Uint8Array[]): ReadableStream<Uint8Array> {
  return nativeBody(
    new ReadableStream({
      start(controller) {
        for (const piece of pieces) controller.enqueue(piece);
        controller.close();
      },
    }),
  );
}

const pieces = fc.array(fc.uint8Array({ minLength: 1, maxLength: 40_000 }), { maxLength: 8 });
const held = () => true;

describe('a stream', () => {
  test('is read into one array, however it was cut, with a declared length or none', async () => {
    await fc.assert(
      fc.asyncProperty(pieces, fc.boolean(), async (given, isDeclared) => {
        const whole = concat(given);
        const declared = isDeclared ? { declaredBytes: whole.length } : {};
        const read = await readUpTo(streamOf(given), {
          limitBytes: 400_000,
          hold: held,
          ...declared,
        });
        expect(read).toEqual(whole);
      }),
      { numRuns: 100 },
    );
  });

  test.each([
    [100, 100, 'whole'],
    [101, 100, 'too_long'],
    [16 * 1024, 16 * 1024, 'whole'],
    [100_001, 100_000, 'too_long'],
    [100_000, 100_000, 'whole'],
  ])('of %i bytes is %3$s where %i are allowed', async (length, limitBytes, expected) => {
    const read = await readUpTo(streamOf([new Uint8Array(length)]), { limitBytes, hold: held });
    expect(typeof read === 'string' ? read : 'whole').toBe(expected);
  });

  test('takes memory for what came, not for what was declared', async () => {
    let counted = 0;
    const hold = (bytes: number) => {
      counted += bytes;
      return true;
    };
    const open = new ReadableStream<Uint8Array>({
      start(controller) {
        controller.enqueue(new Uint8Array(100_000));
      },
    });
    void readUpTo(nativeBody(open), { limitBytes: 2 ** 25, declaredBytes: 2 ** 25, hold });
    await new Promise(setImmediate);
    expect(counted).toBeLessThanOrEqual(4 * 100_000);
  });

  test('is given up where there is no room', async () => {
    let room = 64 * 1024;
    const hold = (bytes: number) => {
      room -= bytes;
      return room >= 0;
    };
    const read = await readUpTo(streamOf([new Uint8Array(100_000)]), { limitBytes: 2 ** 20, hold });
    expect(read).toBe('no_room');
  });

  test('that ends before its declared length is broken', async () => {
    const stream = streamOf([new Uint8Array(99)]);
    await expect(
      readUpTo(stream, { limitBytes: 200, declaredBytes: 100, hold: held }),
    ).rejects.toThrow();
  });
});

describe('a buffer', () => {
  test('has what was added and not dropped', () => {
    const change = fc.oneof(
      fc.uint8Array({ maxLength: 3000 }).map((bytes) => ({ bytes })),
      fc.double({ min: 0, max: 1, noNaN: true }).map((share) => ({ share })),
    );
    fc.assert(
      fc.property(fc.array(change), (changes) => {
        const buffer = new ByteBuffer();
        let expected: Uint8Array = new Uint8Array();
        for (const each of changes) {
          if ('bytes' in each) {
            buffer.add(each.bytes);
            expected = concat([expected, each.bytes]);
          } else {
            const count = Math.floor(each.share * expected.length);
            buffer.drop(count);
            expected = expected.subarray(count);
          }
          expect(buffer.view()).toEqual(expected);
        }
      }),
    );
  });

  test('adds nothing where there is no room', () => {
    const buffer = new ByteBuffer((bytes) => bytes <= 2048);
    expect(buffer.add(new Uint8Array(1500))).toBe(true);
    expect(buffer.add(new Uint8Array(10_000))).toBe(false);
    expect(buffer.length).toBe(1500);
  });
});
