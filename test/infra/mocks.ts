// Registers resources under Pulumi's mocks and records them. A call of a provider's function for which
// the test has no answer is an error.
import * as pulumi from '@pulumi/pulumi';

/** A registered resource with its inputs, and which of them are secret as a whole. */
export interface Recorded {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly secretInputs: readonly string[];
  /** Azure's id of what is imported; absent otherwise. */
  readonly importId?: string;
}

/** A provider function that was called. */
export interface Called {
  readonly token: string;
  readonly inputs: unknown;
}

const SIGNATURE_KEY = '4dabf18193072939515e22adb298388d';

/** Runs `build` and waits for everything that it registers. */
export async function register<T>(
  build: () => T | Promise<T>,
  answers: Readonly<Record<string, pulumi.runtime.MockCallResult | Error>> = {},
  stack = 'dev',
): Promise<{
  readonly result: T;
  readonly resources: readonly Recorded[];
  readonly calls: readonly Called[];
}> {
  const resources: Recorded[] = [];
  const calls: Called[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ type, name, inputs, id = '' }) => {
        const values = inputs as Readonly<Record<string, unknown>>;
        const recorded = {
          ...toRecorded(type, name, values),
          ...(id !== '' && { importId: id }),
        };
        resources.push(recorded);
        return { id: `${name}-id`, state: { ...values, ...madeUp(recorded) } };
      },
      call: ({ token, inputs }) => {
        calls.push({ token, inputs });
        const answer = answers[token];
        if (answer === undefined) throw new Error(`unexpected call of ${token}`);
        // The SDK reads the message that gRPC would carry.
        if (answer instanceof Error) throw Object.assign(answer, { details: answer.message });
        return answer;
      },
    },
    'cf-openai-azure-proxy',
    stack,
    false,
    'organization',
  );
  const result = await build();
  await pulumi.runtime.disconnect();
  return {
    result,
    resources: resources.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    calls: calls.toSorted((a, b) => (a.token < b.token ? -1 : 1)),
  };
}

/** An output's value, and whether it is secret. */
export async function read<T>(output: pulumi.Output<T> | undefined) {
  if (output === undefined) throw new Error('there is no such output');
  const value = await new Promise<T>((resolve) => {
    output.apply(resolve);
  });
  return { value, secret: await pulumi.isSecret(output) };
}

function madeUp({ type, name, inputs }: Recorded): Readonly<Record<string, unknown>> {
  if (type.startsWith('random:')) return { result: 'r'.repeat(Number(inputs['length'])) };
  return { name: `${name}-physical` };
}

/** Mocks see a property that holds a secret anywhere as one secret. */
function toRecorded(type: string, name: string, values: Recorded['inputs']): Recorded {
  const secretInputs = Object.keys(values).filter((key) => isEnvelope(values[key]));
  const inputs = Object.fromEntries(
    Object.entries(values).map(([key, value]) => [key, isEnvelope(value) ? value.value : value]),
  );
  return { type, name, inputs, secretInputs };
}

function isEnvelope(value: unknown): value is { readonly value: unknown } {
  return typeof value === 'object' && value !== null && SIGNATURE_KEY in value && 'value' in value;
}
