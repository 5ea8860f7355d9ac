// Another Pulumi program made of this repository's components: two models in one Azure OpenAI account,
// a Worker for a firm's own people, and one for guests, who get the small model alone.
import * as pulumi from '@pulumi/pulumi';
import { AzureOpenAI } from '../../infra/azure/azure-openai.ts';
import { Gateway } from '../../infra/cloudflare/gateway.ts';
import { createUserKeys, toKeyOutputs } from '../../infra/bindings/user-keys.ts';

const accountId = new pulumi.Config().require('cloudflareAccountId');

const azure = new AzureOpenAI('openai', {
  location: 'swedencentral',
  deployments: [
    { name: 'gpt-5.4', version: '2026-03-05', capacity: 40, contentFilter: 'strict' },
    { name: 'mini', model: 'gpt-5.4-mini', version: '2026-03-17', contentFilter: 'strict' },
  ],
  contentFilters: [{ name: 'strict', levels: { hate: 'low' } }],
  tags: { team: 'platform' },
});
const backends = [{ name: 'sweden', endpoint: azure.endpoint, key: azure.key }];
const small = { id: 'gpt-5.4-mini', deployment: 'mini' };

const staff = createUserKeys([{ name: 'alice', accountData: true }, { name: 'bob' }]);
new Gateway('staff', {
  accountId,
  workerName: 'openai-staff',
  customDomain: 'openai.example.org',
  workersDev: false,
  models: [{ id: 'gpt-5.4' }, small],
  users: staff,
  backends,
  after: azure.deployments,
});

const guests = createUserKeys([{ name: 'alice', expires: Date.parse('2027-07-01') / 1000 }], {
  prefix: 'guest-',
});
new Gateway('guests', {
  accountId,
  workerName: 'openai-guests',
  models: [small],
  users: guests,
  backends,
  after: azure.deployments,
});

/** User name -> key, of the firm's own people. */
export const staffKeys = toKeyOutputs(staff).users;

/** User name -> key, of the guests. */
export const guestKeys = toKeyOutputs(guests).users;
