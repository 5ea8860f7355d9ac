import { expect, test } from 'vitest';
import { readDiagnostics } from '../../pulumi-cli/event-log.ts';
import { readExportedStack } from '../../pulumi-cli/repair/exported-stack.ts';
import { freeSubdomain, isAccountPending } from '../../pulumi-cli/repair/taken-subdomain.ts';
import { childUrn, exported, RESOURCES } from './exports.ts';

const { stack, component, group, subdomain, account } = RESOURCES;
const ACCOUNT_URN = childUrn('azure-native:cognitiveservices:Account', 'account');
const taken = {
  severity: 'error',
  message:
    'creating failed: Status=409 Code="CustomDomainInUse" Message="Please pick a different name."',
  urn: ACCOUNT_URN,
};

function purgeOf(location: string, groupName: string): string {
  return `  az cognitiveservices account purge --location ${location} --resource-group ${groupName} --name "$(az cognitiveservices account list-deleted --query "[?starts_with(name, 'openai-swedencentral-account')].name | [0]" --output tsv)"`;
}

test('a deleted account that holds the subdomain is purged in its location and group', () => {
  const after = readExportedStack(exported([stack, component, group, subdomain]));
  expect(freeSubdomain(after, [taken, taken])).toEqual([
    expect.stringContaining('keeps its subdomain for 48 hours'),
    '  az cognitiveservices account list-deleted --output table',
    purgeOf('swedencentral', 'openai-swedencentral-group0123abcd'),
  ]);
});

test('in a group that the stack only uses, they are known from the subdomain', () => {
  const after = readExportedStack(exported([stack, component, subdomain]));
  expect(freeSubdomain(after, [taken])[2]).toBe(purgeOf('swedencentral', 'shared-group'));
});

test('what the state does not say is left to fill in', () => {
  expect(freeSubdomain(readExportedStack('{}'), [taken])[2]).toBe(
    purgeOf("'<location>'", "'<group>'"),
  );
});

test('other errors have no such lines', () => {
  const after = readExportedStack(exported([stack]));
  expect(freeSubdomain(after, [{ ...taken, message: '409 RequestConflict' }])).toEqual([]);
});

test('an account that was being created explains it: it is imported, not purged', () => {
  const { id: _, outputs: __, ...creating } = account;
  const pending = exported([stack], [{ type: 'creating', resource: creating }]);
  expect(isAccountPending(readExportedStack(pending))).toBe(true);
  expect(isAccountPending(readExportedStack(exported([stack])))).toBe(false);
});

test("the engine's events are read up to a line that was cut; without any, it did not start", () => {
  const lines = [
    '{"preludeEvent":{"config":{}}}',
    '{"diagnosticEvent":{"urn":"","message":"careful","severity":"warning"}}',
    '{"diagnosticEvent":{"urn":"urn:a","message":"failed","severity":"error"}}',
    '{"diagnosticEvent":{"urn":"urn:a","mess',
  ];
  expect(readDiagnostics(lines.join('\n'))).toEqual([
    { severity: 'warning', message: 'careful', urn: undefined },
    { severity: 'error', message: 'failed', urn: 'urn:a' },
  ]);
  expect(readDiagnostics('')).toBeUndefined();
  expect(readDiagnostics('{"sequence":0,"timestamp":1,"cancelEvent":{}}\n')).toBeUndefined();
});
