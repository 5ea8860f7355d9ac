// Makes a WAV: 24,000 samples a second, 16 bits, one channel, a quiet tone, and a comment with
// the text (http://soundfile.sapp.org/doc/WaveFormat/).
const SAMPLE_RATE = 24_000;

/** The samples alone: what the format `pcm` is. */
export function makeSamples(seconds: number): Buffer {
  const samples = Buffer.alloc(2 * Math.round(seconds * SAMPLE_RATE));
  for (let at = 0; at < samples.length; at += 2) {
    // A rectangle of 240 Hz: no sine, so that the bytes are the same on every machine.
    samples.writeInt16LE(at % 200 < 100 ? 500 : -500, at);
  }
  return samples;
}

/** A whole file. */
export function makeWav(seconds: number, comment: string): Buffer {
  const format = Buffer.alloc(16);
  format.writeUInt16LE(1, 0);
  format.writeUInt16LE(1, 2);
  format.writeUInt32LE(SAMPLE_RATE, 4);
  format.writeUInt32LE(SAMPLE_RATE * 2, 8);
  format.writeUInt16LE(2, 12);
  format.writeUInt16LE(16, 14);
  const info = Buffer.concat([Buffer.from('INFO'), chunk('ICMT', Buffer.from(comment))]);
  return chunk(
    'RIFF',
    Buffer.concat([
      Buffer.from('WAVE'),
      chunk('fmt ', format),
      chunk('LIST', info),
      chunk('data', makeSamples(seconds)),
    ]),
  );
}

function chunk(id: string, data: Buffer): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32LE(data.length);
  return Buffer.concat([Buffer.from(id), length, data, Buffer.alloc(data.length % 2)]);
}

/** How long a WAV plays; undefined for other files, and for one that lacks a part. */
export function wavSeconds(bytes: Buffer): number | undefined {
  if (bytes.toString('latin1', 0, 4) !== 'RIFF') return undefined;
  let bytesPerSecond: number | undefined;
  for (let at = 12; at + 8 <= bytes.length;) {
    const id = bytes.toString('latin1', at, at + 4);
    const length = bytes.readUInt32LE(at + 4);
    if (id === 'fmt ' && at + 20 <= bytes.length) bytesPerSecond = bytes.readUInt32LE(at + 16);
    if (id === 'data') return bytesPerSecond === undefined ? undefined : length / bytesPerSecond;
    at += 8 + length + (length % 2);
  }
  return undefined;
}
