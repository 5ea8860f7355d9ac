// Owns: what an operation is: a row that says how it is called, and a function from a call to an
// answer. Adding an operation is one such row in `operations.ts` and one file. No I/O in here.
import type { JsonObject } from './json-value.ts';
import type { Fault } from './delivery/fault.ts';
import type { Capability, ModelFacts } from './model-facts.ts';
import type { Pace } from './delivery/pace.ts';
import type { Refusal } from './refusal.ts';
import type { Surface } from './surface.ts';

/** An authenticated call, as every operation gets it. */
export interface Call {
  readonly surface: Surface;
  /** The values of the path's `{…}` parts, in order. */
  readonly params: readonly string[];
  readonly fault: Fault;
  readonly pace: Pace;
  /** Unix time in seconds. */
  readonly createdS: number;
}

/** A call to one deployment. */
export interface DeploymentCall extends Call {
  readonly model: ModelFacts;
  readonly body: JsonObject;
}

/** A whole JSON body, status 200. */
interface JsonAnswer {
  readonly kind: 'json';
  readonly body: unknown;
}

/** A stream of server-sent events, each a whole frame that ends in an empty line. */
interface EventsAnswer {
  readonly kind: 'events';
  readonly frames: readonly Buffer[];
}

/** What an operation returns. */
export type Answer = JsonAnswer | EventsAnswer | Refusal;

/** Works on a deployment: `{deployments/NAME/}path` with a JSON body; v1 takes NAME from `model`. */
export interface DeploymentOperation {
  readonly scope: 'deployment';
  readonly method: 'POST';
  readonly path: string;
  readonly capability: Capability;
  /** Azure's id of it, in rate limit messages. */
  readonly operationId: string;
  /** The most tokens a call may use, for the rate limit: prompt and longest answer. */
  readonly estimateTokens: (body: JsonObject) => number;
  readonly answer: (call: DeploymentCall) => Answer;
}

/** Works on the account: `/openai/{v1/}path`, without a body. */
interface AccountOperation {
  readonly scope: 'account';
  readonly method: 'GET';
  readonly path: string;
  readonly answer: (call: Call) => Answer;
}

/** One row of the table. */
export type Operation = DeploymentOperation | AccountOperation;
