// Reading the PNGs that the stand-in makes, strictly enough to say that they are PNGs.
import { crc32, inflateSync } from 'node:zlib';

interface Png {
  readonly width: number;
  readonly height: number;
  readonly colour: readonly number[];
  readonly isTransparent: boolean;
  readonly caption: string;
}

/** @throws when the bytes are not a PNG of one colour */
export function readPng(bytes: Buffer): Png {
  if (bytes.toString('latin1', 0, 8) !== '\x89PNG\r\n\x1a\n') throw new Error('no PNG');
  const chunks = new Map<string, Buffer>();
  for (let at = 8; at < bytes.length;) {
    const length = bytes.readUInt32BE(at);
    const named = bytes.subarray(at + 4, at + 8 + length);
    if (bytes.readUInt32BE(at + 8 + length) !== crc32(named)) throw new Error('wrong CRC');
    chunks.set(named.toString('latin1', 0, 4), named.subarray(4));
    at += 12 + length;
  }
  const chunk = (name: string): Buffer => {
    const data = chunks.get(name);
    if (data === undefined) throw new Error(`no ${name}`);
    return data;
  };
  const [width, height] = [chunk('IHDR').readUInt32BE(0), chunk('IHDR').readUInt32BE(4)];
  const pixels = inflateSync(chunk('IDAT'));
  if (!pixels.equals(Buffer.alloc(height * (1 + Math.ceil(width / 8))))) throw new Error('pixels');
  if (chunk('IEND').length !== 0) throw new Error('IEND');
  const [, caption = ''] = chunk('iTXt').toString().split('\0\0\0\0\0');
  const colour = [...chunk('PLTE')];
  return { width, height, colour, isTransparent: chunks.has('tRNS'), caption };
}
