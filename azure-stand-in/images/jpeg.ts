// Making a valid baseline JPEG of any size: one colour, and a comment that says what it is a
// picture of (https://www.w3.org/Graphics/JPEG/itu-t81.pdf). Must not know where the text comes from.
import type { Picture } from './picture.ts';

/** Longest payload of one segment, whose length field counts itself. */
const MAX_SEGMENT_BYTES = 65_533;

/** Encodes the picture: each 8 by 8 block is its mean only, and equal to the one before it. */
export function encodeJpeg(picture: Picture): Buffer {
  const { width, height, colour, caption } = picture;
  const size = Buffer.alloc(4);
  size.writeUInt16BE(height, 0);
  size.writeUInt16BE(width, 2);
  return Buffer.concat([
    Buffer.from([0xff, 0xd8]),
    segment(0xe0, Buffer.from('JFIF\0\x01\x01\0\0\x01\0\x01\0\0', 'latin1')),
    segment(0xfe, Buffer.from(caption).subarray(0, MAX_SEGMENT_BYTES)),
    segment(0xdb, Buffer.concat([Buffer.from([0]), Buffer.alloc(64, STEP)])),
    segment(0xc0, Buffer.concat([Buffer.from([8]), size, COMPONENTS])),
    segment(0xc4, Buffer.from([0x00, ...DC_LENGTHS, ...DC_CATEGORIES])),
    segment(0xc4, Buffer.from([0x10, 1, ...Array<number>(15).fill(0), 0])),
    segment(0xda, Buffer.from([3, 1, 0, 2, 0, 3, 0, 0, 63, 0])),
    scan(Math.ceil(width / 8) * Math.ceil(height / 8), toYCbCr(colour)),
    Buffer.from([0xff, 0xd9]),
  ]);
}

/** Quantisation: a block's mean is its first coefficient divided by 8, so steps of 8 are exact. */
const STEP = 8;
/** Three components, each sampled once a block, all with table 0. */
const COMPONENTS = Buffer.from([3, 1, 0x11, 0, 2, 0x11, 0, 3, 0x11, 0]);
/** "No difference" is the code 0; differences of 1 to 8 bits have the codes 10000, 10001, …. */
const DC_LENGTHS = [1, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0];
const DC_CATEGORIES = [0, 1, 2, 3, 4, 5, 6, 7, 8];

function segment(marker: number, data: Buffer): Buffer {
  const head = Buffer.from([0xff, marker, 0, 0]);
  head.writeUInt16BE(data.length + 2, 2);
  return Buffer.concat([head, data]);
}

function toYCbCr([red, green, blue]: Picture['colour']): readonly number[] {
  return [
    Math.round(0.299 * red + 0.587 * green + 0.114 * blue) - 128,
    Math.round(-0.1687 * red - 0.3313 * green + 0.5 * blue),
    Math.round(0.5 * red - 0.4187 * green - 0.0813 * blue),
  ];
}

/** The coded blocks: the first says the colour; each later one is two zero bits a component. */
function scan(blocks: number, means: readonly number[]): Buffer {
  const first = means.map((mean) => `${differenceBits(mean)}0`).join('');
  const zeros = (blocks - 1) * means.length * 2;
  // The first block's bits, filled up to whole bytes with zeros of the following blocks.
  const head = first.padEnd(Math.ceil(first.length / 8) * 8, blocks > 1 ? '0' : '1');
  const bytes = (head.match(/.{8}/g) ?? []).map((bits) => Number.parseInt(bits, 2));
  const left = Math.max(0, zeros - (head.length - first.length));
  const tail = Buffer.alloc(Math.ceil(left / 8));
  // After 0xff a zero byte says that it is no marker.
  const stuffed = bytes.flatMap((byte) => (byte === 0xff ? [byte, 0] : [byte]));
  return Buffer.concat([Buffer.from(stuffed), tail]);
}

function differenceBits(value: number): string {
  if (value === 0) return '0';
  const length = Math.abs(value).toString(2).length;
  const code = (0b10000 + length - 1).toString(2);
  const magnitude = value > 0 ? value : value + 2 ** length - 1;
  return code + magnitude.toString(2).padStart(length, '0');
}
