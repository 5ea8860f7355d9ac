// What Microsoft Entra's refusals of an operator's login mean.
// https://learn.microsoft.com/entra/identity-platform/reference-error-codes
import { asObject } from '../../command-line/as-object.ts';
import type { Answer } from '../context/ask.ts';
import { Trouble } from '../finding.ts';

const FEDERATION =
  "Compare the issuer, subject and audience of the app registration's federated credential with the pipeline: repository, branch or environment. See docs/ci.md.";

/** By the number behind `AADSTS`. */
const ADVICE: Readonly<Record<number, string>> = {
  70021: FEDERATION,
  700016:
    'Set ARM_CLIENT_ID to the application (client) id of the app registration, and ARM_TENANT_ID to the directory that it is in.',
  700024:
    "The pipeline's token is too old: sign in at the beginning of the job, or start it again.",
  700211: FEDERATION,
  700212: FEDERATION,
  700213: FEDERATION,
  7000215:
    'Set ARM_CLIENT_SECRET to the value of a client secret (not its id) of this app registration.',
  7000222:
    'The client secret has expired. Make a new one (App registrations, Certificates & secrets) and set ARM_CLIENT_SECRET to its value.',
  90002: 'Set ARM_TENANT_ID to the directory (tenant) id on the overview page of Microsoft Entra.',
};

const OTHERS =
  'Compare ARM_TENANT_ID, ARM_CLIENT_ID and the credential with the app registration. What the code means: https://login.microsoftonline.com/error';

/** The refusal with what to do. */
export function explainLogin({ status, json }: Answer, kind: string): Trouble {
  const { error_codes: codes, error_description: said } = asObject(json);
  const code = Array.isArray(codes) ? Number(codes[0]) : undefined;
  const words = typeof said === 'string' ? said.split(' Trace ID:')[0] : `status ${status}`;
  const advice = (code === undefined ? undefined : ADVICE[code]) ?? OTHERS;
  const what = kind === 'secret' ? 'the client secret' : "the pipeline's token";
  return new Trouble(`Microsoft Entra did not accept ${what}: ${words ?? ''}`, advice);
}
