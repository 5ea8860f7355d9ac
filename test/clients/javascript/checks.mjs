// What the JavaScript programs share: where the gateway is, and how checks are run and reported.
export const ORIGIN = process.env.GATEWAY_ORIGIN;
export const TLS_ORIGIN = process.env.GATEWAY_TLS_ORIGIN;
export const BASE = `${ORIGIN}/v1`;
export const KEY = process.env.GATEWAY_KEY;
export const DATA_KEY = process.env.GATEWAY_DATA_KEY;

// It refuses sampling parameters, the default values too.
export const STRICT_MODEL = 'gpt-5-mini';

// Headers that make Azure's stand-in fail.
export const CUT = { 'x-ms-fault': 'cut-after-events=5' };
export const ONCE_429 = { 'x-ms-fault': '429; retry-after-ms=10; first=1' };

export const WEATHER = {
  type: 'object',
  properties: { city: { type: 'string' } },
  required: ['city'],
  additionalProperties: false,
};

/** Half a second of silence, as a WAV file's bytes. */
export function wav() {
  const sound = Buffer.alloc(44 + 16_000);
  sound.write('RIFF', 0);
  sound.writeUInt32LE(36 + 16_000, 4);
  sound.write('WAVEfmt ', 8);
  sound.writeUInt32LE(16, 16);
  sound.writeUInt16LE(1, 20);
  sound.writeUInt16LE(1, 22);
  sound.writeUInt32LE(16_000, 24);
  sound.writeUInt32LE(32_000, 28);
  sound.writeUInt16LE(2, 32);
  sound.writeUInt16LE(16, 34);
  sound.write('data', 36);
  sound.writeUInt32LE(16_000, 40);
  return sound;
}

/** The answer repeats what Azure received, so it must contain it. */
export function has(text, part) {
  const said = typeof text === 'string' ? text : JSON.stringify(text);
  if (!said?.includes(part)) throw new Error(`"${part}" is not in ${said?.slice(0, 200)}`);
}

export function same(actual, expected) {
  if (actual !== expected) throw new Error(`${actual} in place of ${expected}`);
}

/** The call must reject, with these parts in what it says. */
export async function fails(call, ...parts) {
  let result;
  try {
    result = await call();
  } catch (error) {
    const said = `${error?.name} ${error?.message ?? String(error)} ${error?.cause ?? ''}`;
    for (const part of parts) has(said, part);
    return error;
  }
  throw new Error(`no error, but ${JSON.stringify(result)?.slice(0, 200)}`);
}

/** All items of a stream. */
export async function all(stream) {
  const items = [];
  for await (const item of stream) items.push(item);
  return items;
}

/** Runs the checks that the command line names. */
export async function run(checks) {
  for (const name of process.argv.slice(2)) {
    try {
      await checks[name]();
      console.log(`ok ${name}`);
    } catch (error) {
      console.error(error);
      const why = `${error?.name}: ${error?.message ?? error}`.replaceAll('\n', ' ').slice(0, 400);
      console.log(`not ok ${name} - ${why}`);
    }
  }
  process.exit(0);
}

// Some clients report a failure also where nothing can catch it.
process.on('unhandledRejection', (error) => console.error('unhandled', error));
