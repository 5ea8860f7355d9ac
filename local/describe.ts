// What `npm start` prints: the resources as `pulumi up` would list them, and how to use the gateway.
import { chooseCaller, type Caller, type ExampleRequest } from './caller.ts';
import type { Plan } from './plan.ts';

/** The resources as a tree, formatted like Pulumi's own preview. */
export function describeResources(urns: readonly string[], stack: string): string {
  const resources = urns.map(parseUrn);
  const roots = resources.filter(({ parents }) => parents.length === 0);
  const rows: [string, string][] = [[' +  pulumi:pulumi:Stack', stack]];
  for (const [index, root] of roots.entries()) {
    const last = index === roots.length - 1;
    rows.push([` +  ${last ? '└─' : '├─'} ${root.type}`, root.name]);
    const children = resources.filter((other) => isChild(other, root));
    for (const [at, child] of children.entries()) {
      const branch = at === children.length - 1 ? '└─' : '├─';
      rows.push([` +  ${last ? ' ' : '│'}  ${branch} ${child.type}`, child.name]);
    }
  }
  const width = Math.max(...rows.map(([type]) => type.length));
  return rows.map(([type, name]) => `${type.padEnd(width)}  ${name}`).join('\n');
}

interface Resource {
  readonly parents: readonly string[];
  readonly type: string;
  readonly name: string;
}

/** `urn:pulumi:STACK::PROJECT::PARENT$TYPE::NAME` */
function parseUrn(urn: string): Resource {
  const [, , types = '', ...name] = urn.split('::');
  const chain = types.split('$').map(shortType);
  return { parents: chain.slice(0, -1), type: chain.at(-1) ?? '', name: name.join('::') };
}

/** `cloudflare:index/workersScript:WorkersScript` is shown as `cloudflare:index:WorkersScript`. */
function shortType(type: string): string {
  return type.replace(/\/[^:]*/, '');
}

/** A URN holds its parents' types; a component's children also begin with its name. */
function isChild(resource: Resource, component: Resource): boolean {
  return (
    resource.parents.at(-1) === component.type && resource.name.startsWith(`${component.name}-`)
  );
}

/**
 * How to use the running gateway, with a command that works when pasted.
 *
 * @param azure where its requests go
 * @param showAll the command that prints every key
 * @param ledger where it keeps what users have spent; undefined: there are no limits
 */
export function describeUse(
  url: string,
  plan: Plan,
  azure: string,
  showAll: string,
  ledger?: string,
): string {
  const caller = chooseCaller(plan, Date.now());
  const count = new Set(plan.users.map(({ name }) => name)).size;
  const key =
    caller === undefined
      ? 'no active user with a known key'
      : `${printable(caller.key)}  (${printable(caller.name)}${count > 1 ? `, one of ${count} users; all keys: ${showAll}` : ''})`;
  const rate = plan.leftOut.includes('USER_RATE')
    ? 'Rate     not limited here: requestsPerMinute works on Cloudflare only\n'
    : '';
  const hasPage = (plan.script.files ?? []).length > 0;
  const page = hasPage ? `Page     ${new URL('/', url).href}\n` : '';
  return `
Gateway  ${url}
${page}Key      ${key}
Models   ${printable(plan.models.join(', '))}
Azure    ${azure}
${ledger === undefined ? '' : `Ledger   ${printable(ledger)}\n`}${rate}${caller === undefined ? '' : `\nTry it:\n\n${curl(url, caller)}\n`}
Press Ctrl-C to stop. The log follows, one line per request.
`;
}

function curl(url: string, { key, example }: Caller): string {
  const authorization = `-H ${shellQuoted(`Authorization: Bearer ${key}`)}`;
  if (example === undefined) return `curl ${url}/models ${authorization}`;
  const [path, body] = toRequest(example);
  return `curl ${url}/${path} \\
  ${authorization} -H 'Content-Type: application/json' \\
  -d ${shellQuoted(JSON.stringify(body))}`;
}

/** For a POSIX shell, whatever the text has. */
function shellQuoted(text: string): string {
  return `'${text.replaceAll("'", String.raw`'\''`)}'`;
}

/** A text that a terminal shows and does not obey. */
function printable(text: string): string {
  return text.replaceAll(/[\u0000-\u001f\u007f-\u009f]/g, '\uFFFD');
}

function toRequest({ operation, model }: ExampleRequest): [path: string, body: object] {
  switch (operation) {
    case 'chat':
      return ['chat/completions', { model, messages: [{ role: 'user', content: 'Hello!' }] }];
    case 'responses':
    case 'embeddings':
      return [operation, { model, input: 'Hello!' }];
  }
}
