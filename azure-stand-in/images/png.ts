// A small, valid PNG of any size: one colour, and a text that describes it
// (https://www.w3.org/TR/png-3/).
import { crc32, deflateSync } from 'node:zlib';

/** What the PNG shows. */
interface Picture {
  readonly width: number;
  readonly height: number;
  /** Red, green and blue. */
  readonly colour: Uint8Array;
  readonly isTransparent: boolean;
  readonly caption: string;
}

const SIGNATURE = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
const COLOUR_TYPE_PALETTE = 3;

/** Encodes the picture: one palette entry, one bit for each pixel. */
export function encodePng({ width, height, colour, isTransparent, caption }: Picture): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([1, COLOUR_TYPE_PALETTE], 8);
  // A row is a filter type and its pixels; all of them are entry 0.
  const rows = Buffer.alloc(height * (1 + Math.ceil(width / 8)));
  return Buffer.concat([
    SIGNATURE,
    chunk('IHDR', header),
    chunk('PLTE', colour),
    ...(isTransparent ? [chunk('tRNS', Buffer.from([0]))] : []),
    chunk('iTXt', Buffer.from(`Description\0\0\0\0\0${caption}`)),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

function chunk(type: string, data: Uint8Array): Buffer {
  const named = Buffer.concat([Buffer.from(type), data]);
  const framed = Buffer.alloc(named.length + 8);
  framed.writeUInt32BE(data.length, 0);
  named.copy(framed, 4);
  framed.writeUInt32BE(crc32(named), named.length + 4);
  return framed;
}
