// What Entra's error codes mean for a gateway that signs in with a federated credential, and what the
// operator does about them: https://learn.microsoft.com/entra/identity-platform/reference-error-codes and
// https://learn.microsoft.com/entra/workload-id/workload-identity-federation-considerations

import type { Failure } from '../contract/failure.ts';

/** One code. */
export interface LoginError {
  /**
   * `not_ready`: right after a deployment it passes by itself. `unavailable`: Entra's own trouble.
   * `rejected`: it stays until something is changed.
   */
  readonly kind: 'not_ready' | 'unavailable' | 'rejected';
  /** For the operator's log. */
  readonly advice: string;
}

const WAIT = 'Entra takes some minutes to learn of a new one. If it lasts longer than 30 minutes';

const CREDENTIAL = 'the federated credential of the managed identity';

/** By the number behind `AADSTS`. */
export const LOGIN_ERRORS: Readonly<Record<number, LoginError>> = {
  70021: {
    kind: 'not_ready',
    advice: `no federated credential matches. ${WAIT}, run \`npm run up -- --refresh\` and compare ${CREDENTIAL} with the binding ENTRA.`,
  },
  700211: {
    kind: 'not_ready',
    advice: `no federated credential has this issuer. ${WAIT}, compare the issuer of ${CREDENTIAL} with the binding ENTRA, letter for letter.`,
  },
  700212: {
    kind: 'rejected',
    advice: `no federated credential has this audience. Set the audience of ${CREDENTIAL} to api://AzureADTokenExchange; \`npm run up -- --refresh\` does that.`,
  },
  700213: {
    kind: 'not_ready',
    advice: `no federated credential has this subject. ${WAIT}, set the subject of ${CREDENTIAL} to "gateway"; \`npm run up -- --refresh\` does that.`,
  },
  7002138: {
    kind: 'not_ready',
    advice: `no federated credential has this subject. ${WAIT}, set the subject of ${CREDENTIAL} to "gateway"; \`npm run up -- --refresh\` does that.`,
  },
  7000272: {
    kind: 'not_ready',
    advice:
      "Entra does not have the key that signed. It reads the issuer's keys again from time to time. If it " +
      'lasts longer than a day, check that /.well-known/jwks.json on the issuer host shows this key, and ' +
      'that nothing in front of it stops Microsoft.',
  },
  700027: {
    kind: 'not_ready',
    advice:
      'Entra could not verify the signature with the keys that it has. If it lasts longer than a day, ' +
      'check that /.well-known/jwks.json on the issuer host shows the key that signs.',
  },
  70023: {
    kind: 'rejected',
    advice:
      'Entra finds that the assertion is valid for too long. Please report it: that is a bug.',
  },
  700024: {
    kind: 'rejected',
    advice:
      'Entra finds that the assertion is not valid at this time. Set the clock of the machine that runs ' +
      'the gateway.',
  },
  700016: {
    kind: 'not_ready',
    advice:
      'the tenant does not have this managed identity. ' +
      `${WAIT}, run \`npm run up -- --refresh\`: it may have been deleted.`,
  },
  90002: {
    kind: 'rejected',
    advice:
      'the tenant does not exist. Check tenantId in the binding ENTRA; `npm run up` writes it.',
  },
  50166: {
    kind: 'unavailable',
    advice:
      'Entra could not read the keys of the issuer. Check that the issuer host answers Microsoft.',
  },
  90033: { kind: 'unavailable', advice: 'Entra has a passing problem.' },
  50196: { kind: 'unavailable', advice: 'Entra received too many equal requests.' },
};

const UNKNOWN_CODE: LoginError = {
  kind: 'rejected',
  advice: 'look the code up at https://login.microsoftonline.com/error',
};

/** Milliseconds that clients wait for a deployment to take effect. */
export const NOT_READY_RETRY_MS = 15_000;

const UNAVAILABLE_RETRY_MS = 5000;

/** Why there is no token. */
export interface LoginFailure {
  readonly failure: Failure;
  /** For the log: `AADSTS70021`, an HTTP status or another short code. */
  readonly code: string;
  readonly advice: string;
  /** When Entra wants to be called again, in ms from now. */
  readonly namedMs?: number | undefined;
}

/** What Entra's refusal means. */
export function toLoginFailure(code: number): LoginFailure {
  const { kind, advice } = LOGIN_ERRORS[code] ?? UNKNOWN_CODE;
  return { failure: toFailure(kind), code: `AADSTS${code}`, advice };
}

function toFailure(kind: LoginError['kind']): Failure {
  switch (kind) {
    case 'not_ready':
      return { kind: 'azure_access_not_ready', retryAfterMs: NOT_READY_RETRY_MS, by: 'entra' };
    case 'unavailable':
      return unavailable().failure;
    case 'rejected':
      return { kind: 'upstream_credentials_rejected', by: 'entra' };
  }
}

/** The private key does not belong to the key that is published as the signing one. */
export const WRONG_KEY: LoginFailure = {
  failure: { kind: 'upstream_credentials_rejected', by: 'entra' },
  code: 'ENTRA_KEY',
  advice: 'ENTRA_KEY does not belong to the first key of ENTRA. `npm run up` writes both.',
};

/**
 * Entra did not answer, or could not.
 *
 * @param namedMs when it wants to be called again
 */
export function unavailable(code = 'no answer', namedMs?: number): LoginFailure {
  return {
    failure: { kind: 'azure_login_unavailable', retryAfterMs: namedMs ?? UNAVAILABLE_RETRY_MS },
    code,
    advice: 'Microsoft Entra did not give a token. The gateway tries again by itself.',
    namedMs,
  };
}
