// What an operation is: a row that says how it is called, and a function from a call to an
// answer. To add an operation, add a row to http/operation-table.ts and a file with its answer.
import type { AzureAccount } from './account.ts';
import type { JsonObject } from '../reading/json-value.ts';
import type { Fault } from '../faults/fault.ts';
import type { Form } from '../reading/form.ts';
import type { Capability } from '../models/capability.ts';
import type { ModelFacts } from '../models/model-facts.ts';
import type { Pace } from '../faults/pace.ts';
import type { AccountMemory } from './account-memory.ts';
import type { ReceivedRequest } from '../reading/received-request.ts';
import type { Answer } from '../answers/answer.ts';
import type { BodyKind } from '../reading/request-body.ts';
import type { Surface } from '../answers/surface.ts';
import type { BillBook } from '../usage/bill.ts';
import type { UsageDirective } from '../usage/usage-directive.ts';
import type { Usage } from '../usage/usage.ts';

/** An authenticated call, as every operation gets it. */
export interface Call {
  readonly surface: Surface;
  /** The `api-version` in effect. */
  readonly apiVersion: string;
  /** The values of the path's `{…}` parts, in order. */
  readonly params: readonly string[];
  readonly query: URLSearchParams;
  /** The request itself, for operations that read its body themselves. */
  readonly request: ReceivedRequest;
  /** The body, when it is a form. */
  readonly form: Form | undefined;
  readonly account: AzureAccount;
  /** What the account keeps from one call to the next. */
  readonly memory: AccountMemory;
  readonly fault: Fault;
  readonly pace: Pace;
  readonly usage: UsageDirective;
  readonly bill: BillBook;
  /** Unix time in seconds. */
  readonly createdS: number;
}

/** A call to one deployment. */
export interface DeploymentCall extends Call {
  readonly model: ModelFacts;
  readonly body: JsonObject;
  /** Called once the answer has been made, or once the request has been processed and refused. */
  readonly charge: (usage: Usage) => void;
}

/** Works on a deployment: `{deployments/NAME/}path` with a body; v1 takes NAME from `model`. */
export interface DeploymentOperation {
  readonly scope: 'deployment';
  /** The only surface that has it; both when absent. */
  readonly surface?: Surface;
  /** True: `model` names the deployment on the classic surface, too. */
  readonly isNamedInBody?: true;
  readonly method: 'POST';
  readonly path: string;
  /** Default `json`. */
  readonly takes?: BodyKind;
  /** The first dated version that has it; earlier ones answer 404. */
  readonly since?: string;
  /** True: v1 does not find any deployment for it. */
  readonly isBlindOnV1?: true;
  readonly capability: Capability;
  /** What rate limit messages call it. */
  readonly operationId: string;
  /** The most tokens a call may use, for the rate limit: prompt and longest answer. */
  readonly estimateTokens: (body: JsonObject) => number;
  readonly answer: (call: DeploymentCall) => Answer;
  /**
   * The answer to a call beyond the quota, `waitS` seconds before it ends; absent or undefined:
   * status 429.
   */
  readonly limit?: (call: DeploymentCall, waitS: number) => Answer | undefined;
}

/** Works on the account: `/openai/{v1/}path`. It reads its body itself. */
interface AccountOperation {
  readonly scope: 'account';
  /** The only surface that has it; both when absent. */
  readonly surface?: Surface;
  readonly method: 'GET' | 'POST' | 'DELETE';
  /** `{…}` parts match any one segment: `responses/{id}/cancel`. The first row that fits wins. */
  readonly path: string;
  readonly answer: (call: Call) => Answer;
}

/** One row of the table. */
export type Operation = DeploymentOperation | AccountOperation;
