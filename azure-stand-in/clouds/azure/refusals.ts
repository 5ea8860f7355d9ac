// What Azure Resource Manager refuses, in its own words where a document or a bug report has them.
import type { CloudReply } from '../exchange.ts';

/** An error as all of Azure Resource Manager answers it. */
export function refuse(status: number, code: string, message: string): CloudReply {
  return { status, body: { error: { code, message } } };
}

export function groupNotFound(group: string): CloudReply {
  return refuse(404, 'ResourceGroupNotFound', `Resource group '${group}' could not be found.`);
}

export function resourceNotFound(type: string, name: string, group: string): CloudReply {
  const message = `The Resource '${type}/${name}' under resource group '${group}' was not found. For more details please go to https://aka.ms/ARMResourceNotFoundFix`;
  return refuse(404, 'ResourceNotFound', message);
}

/** One change of an account at a time: https://github.com/Azure/azure-dev/issues/9398 */
export function requestConflict(accountId: string): CloudReply {
  const message = `Another operation is being performed on the parent resource '${accountId}'. Please try again later.`;
  return refuse(409, 'RequestConflict', message);
}

/** https://github.com/Azure/bicep-registry-modules/issues/1447 */
export function concurrentCredentialWrites(identityId: string): CloudReply {
  const message = `Too many Federated Identity Credentials are written concurrently for the managed identity '${identityId.toLowerCase()}'. Concurrent Federated Identity Credentials writes under the same managed identity are not supported.`;
  return refuse(
    409,
    'ConcurrentFederatedIdentityCredentialsWritesForSingleManagedIdentity',
    message,
  );
}

/** https://github.com/Azure/terraform-azurerm-avm-res-cognitiveservices-account/issues/130 */
export function cannotListKeys(): CloudReply {
  const message = 'Failed to list key. disableLocalAuth is set to be true';
  return refuse(400, 'BadRequest', message);
}

/**
 * Held by an account, or by a deleted one until it is purged:
 * https://learn.microsoft.com/azure/ai-services/recover-purge-resources
 */
export function customDomainInUse(subdomain: string): CloudReply {
  const message = `Please pick a different name. The subdomain name '${subdomain}' is not available as it's already used by a resource.`;
  return refuse(409, 'CustomDomainInUse', message);
}

/** https://learn.microsoft.com/azure/ai-services/recover-purge-resources */
export function flagMustBeSetForRestore(id: string): CloudReply {
  const message = `An existing resource with ID '${id}' has been soft-deleted. To restore the resource, you must specify 'restore' to be 'true' in the property. If you don't want to restore existing resource, please purge it first.`;
  return refuse(409, 'FlagMustBeSetForRestore', message);
}

/**
 * "Before deleting the resource, you must first delete any deployed models":
 * https://learn.microsoft.com/azure/ai-foundry/openai/how-to/create-resource. The words are those of the
 * refusal for nested projects; that Azure also refuses for deployments was not tried.
 */
export function cannotDeleteResource(id: string): CloudReply {
  const message = `Can not delete resource before nested resources are deleted. Resource: ${id}`;
  return refuse(409, 'CannotDeleteResource', message);
}

/** https://github.com/Azure-Samples/azure-search-openai-demo/issues/1330 */
export function cannotChangeDeploymentModel(): CloudReply {
  return refuse(
    400,
    'CannotChangeDeploymentModel',
    'Updating the model of an existing deployment is not supported.',
  );
}

/** https://learn.microsoft.com/azure/ai-services/cognitive-services-custom-subdomains; the words are not Azure's. */
export function cannotChangeSubdomain(): CloudReply {
  return refuse(400, 'CustomDomainNameCannotBeChanged', 'The custom subdomain cannot be changed.');
}

/** https://learn.microsoft.com/azure/ai-foundry/openai/quotas-limits */
export function insufficientQuota(model: string, capacity: number, left: number): CloudReply {
  const message = `This operation require ${capacity} new capacity in quota Tokens Per Minute (thousands) - ${model}, which is bigger than the current available capacity ${left}. The current quota usage is 0 and the quota limit is ${left} for quota Tokens Per Minute (thousands) - ${model}.`;
  return refuse(400, 'InsufficientQuota', message);
}

/** https://learn.microsoft.com/rest/api/consumption/budgets/create-or-update */
export function budgetStartDate(): CloudReply {
  const message =
    'Invalid start date: it must be on or after the first day of the current month and at most twelve months ahead.';
  return refuse(400, '400', message);
}

/** https://learn.microsoft.com/rest/api/consumption/budgets/create-or-update */
export function budgetStartDateChanged(): CloudReply {
  return refuse(400, '400', 'The start date of an existing budget cannot be changed.');
}
