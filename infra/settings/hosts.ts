// The host names on which the Worker answers.

/** What decides about the Worker's host names. */
export interface WorkerHosts {
  readonly workerName: string;
  readonly customDomain: string | undefined;
  readonly workersDev: boolean;
  readonly workersDevSubdomain: string | undefined;
}

/** The custom domain, or else the Worker's name below workers.dev. */
export function mainHost(hosts: Omit<WorkerHosts, 'workersDev'>): string {
  return hosts.customDomain ?? workersDevHost(hosts.workerName, hosts.workersDevSubdomain ?? '');
}

/** Every host name on which the Worker answers, as far as the settings say them. */
export function servedHosts(hosts: WorkerHosts): readonly string[] {
  const { workerName, customDomain, workersDev, workersDevSubdomain } = hosts;
  return [
    ...(customDomain === undefined ? [] : [customDomain]),
    ...(workersDev && workersDevSubdomain !== undefined
      ? [workersDevHost(workerName, workersDevSubdomain)]
      : []),
  ];
}

/** https://developers.cloudflare.com/workers/configuration/routing/workers-dev/ */
function workersDevHost(workerName: string, subdomain: string): string {
  return `${workerName}.${subdomain}.workers.dev`;
}
