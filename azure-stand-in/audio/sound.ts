// The sound of a text in each format: its length is the text's, and it carries the text as its
// comment, so that a test can check that its words arrived. Only WAV, PCM and MP3 can be played.
import { makeSamples, makeWav } from './wav.ts';

/** Content types as OpenAI sends them. */
export const CONTENT_TYPES: Readonly<Record<string, string>> = {
  mp3: 'audio/mpeg',
  opus: 'audio/opus',
  aac: 'audio/aac',
  flac: 'audio/flac',
  wav: 'audio/wav',
  pcm: 'audio/pcm',
};

/** What other formats begin with. */
const SIGNATURES: Readonly<Record<string, Buffer>> = {
  opus: Buffer.from('OggS'),
  aac: Buffer.from([0xff, 0xf1]),
  flac: Buffer.from('fLaC'),
};

/** The same words give the same bytes. */
export function makeSound(format: string, seconds: number, comment: string): Buffer {
  switch (format) {
    case 'wav':
      return makeWav(seconds, comment);
    case 'pcm':
      return makeSamples(seconds);
    case 'mp3':
      return makeMp3(seconds, comment);
    default:
      return Buffer.concat([SIGNATURES[format] ?? Buffer.alloc(0), Buffer.from(comment)]);
  }
}

/** MPEG-1 layer III, 128 kbit/s, 44.1 kHz: 1,152 samples in 417 bytes, all zero, which is silence. */
const FRAME_HEADER = Buffer.from([0xff, 0xfb, 0x90, 0xc4]);
const FRAME_BYTES = 417;
const FRAMES_A_SECOND = 44_100 / 1_152;

/** https://id3.org/id3v2.4.0-structure: a title in UTF-8, then silence. */
function makeMp3(seconds: number, comment: string): Buffer {
  const text = Buffer.concat([Buffer.from([3]), Buffer.from(comment)]);
  const frame = Buffer.concat([
    Buffer.from('TIT2'),
    sevenBitSize(text.length),
    Buffer.alloc(2),
    text,
  ]);
  const tag = Buffer.concat([Buffer.from('ID3\x04\0\0'), sevenBitSize(frame.length), frame]);
  const silence = Buffer.alloc(FRAME_BYTES);
  FRAME_HEADER.copy(silence);
  const count = Math.ceil(seconds * FRAMES_A_SECOND);
  return Buffer.concat([tag, ...Array.from({ length: count }, () => silence)]);
}

function sevenBitSize(size: number): Buffer {
  return Buffer.from([21, 14, 7, 0].map((shift) => (size >> shift) & 0x7f));
}
