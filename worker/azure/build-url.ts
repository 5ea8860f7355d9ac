// The URL of a request at Azure.

import type { UpstreamStyle } from '../contract/env.ts';
import { DEFAULT_API_VERSION } from '../models/catalog.ts';
import type { Destination } from '../models/destination.ts';
import type { Operation } from '../operations/operation.ts';
import type { Target } from '../operations/parse-target.ts';

/** Everything that decides the URL. */
export interface Address {
  readonly operation: Operation;
  readonly target: Target;
  readonly destination: Destination;
}

/** Azure's URL; both styles: https://learn.microsoft.com/azure/foundry/openai/latest. */
export function buildUrl({ operation, target, destination }: Address): string {
  const { route, model } = destination;
  const style: UpstreamStyle = model?.upstream ?? operation.style;
  const parameters: string[] = [];
  let surface = 'v1';
  if (model !== undefined && style === 'deployment' && operation.hasDeploymentStyle) {
    surface = `deployments/${encodeURIComponent(route.deployment)}`;
    parameters.push(`api-version=${model.apiVersion}`);
  } else if (operation.v1ApiVersion !== undefined) {
    parameters.push(`api-version=${operation.v1ApiVersion}`);
  }
  const passed =
    model === undefined ? target.query : namedQuery(operation, target, route.deployment);
  if (passed !== '') parameters.push(passed);
  const query = parameters.length === 0 ? '' : `?${parameters.join('&')}`;
  return `${route.backend.endpoint}/openai/${surface}/${target.path}${query}`;
}

/**
 * The client's query, with the deployment's name instead of whatever names a model. An operation that
 * names it elsewhere has no model in its query.
 */
function namedQuery(
  { modelIn }: Operation,
  { query, modelInUrl }: Target,
  deployment: string,
): string {
  const others = withoutModel(query);
  const sessionInUrl = modelInUrl !== undefined || others.length < pairsOf(query).length;
  const isNamed =
    modelIn === 'query' ? !isTranscription(query) : modelIn === 'session' && sessionInUrl;
  if (isNamed) others.unshift(`model=${encodeURIComponent(deployment)}`);
  return others.join('&');
}

function pairsOf(query: string): readonly string[] {
  return query.split('&').filter((pair) => pair !== '');
}

function withoutModel(query: string): string[] {
  return pairsOf(query).filter((pair) => !/^(model|deployment)(=|$)/.test(pair));
}

/**
 * A transcription socket names its model in the session. Azure refuses one in the URL, which would mean
 * a conversation: https://github.com/maximhq/bifrost/issues/3760. Gateways need it there to find the
 * account (livekit/agents).
 */
function isTranscription(query: string): boolean {
  return new URLSearchParams(query).get('intent') === 'transcription';
}

/**
 * The preview's form of the realtime URL, whose events older clients speak. Microsoft announced its end
 * for 2026-04-30: https://learn.microsoft.com/azure/foundry/openai/how-to/realtime-audio-websockets
 */
export function buildPreviewSocketUrl({ target, destination }: Address): string {
  const { route, model } = destination;
  const version = model?.apiVersion ?? DEFAULT_API_VERSION;
  const name = encodeURIComponent(route.deployment);
  const parameters = [
    `api-version=${version}`,
    `deployment=${name}`,
    ...withoutModel(target.query),
  ];
  return `${route.backend.endpoint}/openai/${target.path}?${parameters.join('&')}`;
}
