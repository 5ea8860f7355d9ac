// The response headers that Azure itself adds, useful and internal ones alike, so that a
// proxy's choice of what to pass on can be tested. Seen in github EvolvingPrograms/oaib#11 and
// microsoft/copilot-camp#551; `policy-id` in openai/openai-python#937.
import { randomUUID } from 'node:crypto';
import type { Surface } from '../answers/surface.ts';

/** Headers of every answer, also of refusals by the gateway. */
export function gatewayHeaders(): Readonly<Record<string, string>> {
  return {
    'apim-request-id': randomUUID(),
    'strict-transport-security': 'max-age=31536000; includeSubDomains; preload',
    'x-content-type-options': 'nosniff',
    'x-ms-region': 'East US 2',
  };
}

/** Headers of an answer that a deployment gave. `deployment` is its name. */
export function deploymentHeaders(
  surface: Surface,
  deployment: string,
): Readonly<Record<string, string>> {
  return {
    'cache-control': 'no-cache, must-revalidate',
    'access-control-allow-origin': '*',
    'azureml-model-session': 'd008-20260317120000',
    'policy-id': 'DeploymentRatelimit-Call',
    'set-cookie': 'ARRAffinity=stand-in; Path=/; HttpOnly; Secure; SameSite=None',
    'x-accel-buffering': 'no',
    'x-envoy-upstream-service-time': '7',
    'x-ms-deployment-name': deployment,
    'x-ms-rai-invoked': 'true',
    // Seen on the classic surface only; on v1 clients only get `apim-request-id`.
    ...(surface === 'classic' ? { 'x-request-id': randomUUID() } : {}),
  };
}
