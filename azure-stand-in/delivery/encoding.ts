// Bodies in encodings that a proxy may or may not be able to read.
import { brotliCompressSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib';

const ENCODERS: Readonly<Record<string, (bytes: Buffer) => Buffer>> = {
  gzip: gzipSync,
  deflate: deflateSync,
  br: brotliCompressSync,
  zstd: zstdCompressSync,
  // A name that no client knows, and bytes as they were.
  unknown: (bytes) => bytes,
};

/** The bytes in the encoding. */
export function encode(encoding: string, bytes: Buffer): Buffer {
  return ENCODERS[encoding]?.(bytes) ?? bytes;
}
