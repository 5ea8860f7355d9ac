/** Why a request of the page did not succeed. */
export type FailureKind = 'refused' | 'unreachable' | 'unreadable' | 'cut' | 'key';

/** A request that did not succeed. Its message is the gateway's own where there is one. */
export class ApiFailure extends Error {
  readonly kind: FailureKind;
  /** 0: there was no answer. */
  readonly status: number;
  /** Finds the request in the gateway's log. */
  readonly requestId: string | undefined;

  constructor(kind: FailureKind, message = '', response?: Response) {
    super(message);
    this.kind = kind;
    this.status = response?.status ?? 0;
    this.requestId = response?.headers.get('x-request-id') ?? undefined;
  }
}

/** Anything that was thrown, as a failure. An abort stays what it is. */
export function toFailure(error: unknown): ApiFailure {
  return error instanceof ApiFailure ? error : new ApiFailure('unreachable');
}

/** Whether the page itself ended the request. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === 'AbortError';
}
