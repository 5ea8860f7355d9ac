// Making a small, valid PNG of any size: one colour, and a text that says what it is a picture
// of (https://www.w3.org/TR/png-3/). Must not know where the text comes from.
import { crc32, deflateSync } from 'node:zlib';
import type { Picture } from './picture.ts';

/** Encodes the picture: one palette entry, one bit for each pixel. */
export function encodePng(picture: Picture): Buffer {
  const { width, height, colour, caption } = picture;
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, COLOUR_TYPE_PALETTE], 8);
  // A row is a filter type and its pixels; all of them are entry 0.
  const rows = Buffer.alloc(height * (1 + Math.ceil(width / 8)));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', Buffer.from(colour)),
    ...(picture.isTransparent ? [chunk('tRNS', Buffer.from([0]))] : []),
    chunk('iTXt', Buffer.from(`Description\0\0\0\0\0${caption}`)),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOUR_TYPE_PALETTE = 3;

function chunk(type: string, data: Buffer): Buffer {
  const named = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
