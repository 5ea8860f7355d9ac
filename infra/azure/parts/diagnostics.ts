// Sends an account's logs and metrics to a Log Analytics workspace.
import { DiagnosticSetting } from '@pulumi/azure-native/monitor/diagnosticSetting.js';
import type * as pulumi from '@pulumi/pulumi';

/**
 * None of these logs contains prompts or answers:
 * https://learn.microsoft.com/azure/azure-monitor/reference/supported-logs/microsoft-cognitiveservices-accounts-logs
 */
const CATEGORIES = ['Audit', 'RequestResponse', 'AzureOpenAIRequestUsage', 'Trace'] as const;

/** Registers the account's diagnostic setting. */
export function createDiagnostics(
  name: string,
  accountId: pulumi.Input<string>,
  workspaceId: string,
  parent: pulumi.Resource,
): void {
  new DiagnosticSetting(
    `${name}-diagnostics`,
    {
      resourceUri: accountId,
      workspaceId,
      logs: CATEGORIES.map((category) => ({ category, enabled: true })),
      metrics: [{ category: 'AllMetrics', enabled: true }],
    },
    { parent, protect: false },
  );
}
