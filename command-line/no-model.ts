/** Said where the variables of the JavaScript proxies name no deployment. */
export const NO_MODEL =
  'There is no model: set DEPLOY_NAME_GPT4, or another DEPLOY_NAME_ variable, to the name of a deployment';
