// The headers of the benchmark's requests: those that OpenAI's SDK sends, and the one that
// tells the upstream what to answer.

/** Carries the workload's name. The gateway lets `x-ms-*` pass. */
export const WORKLOAD_HEADER = 'x-ms-workload';

/** In place of a workload's name: the upstream checks nothing and answers with an empty object. */
export const UNCHECKED = 'unchecked';

export const USER_KEY = 'sk-benchmark-user';

interface Sent {
  readonly workload: string;
  readonly contentType: string;
  readonly body: Buffer;
  readonly isRefused: boolean;
}

export function requestHeaders({ workload, contentType, body, isRefused }: Sent) {
  return {
    accept: 'application/json',
    authorization: `Bearer ${isRefused ? 'sk-nobody' : USER_KEY}`,
    'content-length': String(body.length),
    'content-type': contentType,
    'user-agent': 'OpenAI/JS 7.57.0',
    'x-stainless-arch': 'x64',
    'x-stainless-lang': 'js',
    'x-stainless-os': 'Linux',
    'x-stainless-package-version': '7.57.0',
    'x-stainless-retry-count': '0',
    'x-stainless-runtime': 'node',
    'x-stainless-runtime-version': 'v26.10.0',
    [WORKLOAD_HEADER]: workload,
  };
}
