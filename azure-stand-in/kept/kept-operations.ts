// The operations that all kept resources have in common: create, list, get, change, cancel and delete,
// and the same for what a resource holds. Nothing runs in the background: what changes over time changes
// when a client looks at it.
import type { Answer } from '../answers/answer.ts';
import { conflict } from '../answers/entity-error.ts';
import { listPage, toList } from '../answers/list-page.ts';
import { Refusal } from '../answers/refusal.ts';
import type { AccountMemory } from '../operation/account-memory.ts';
import type { Call, Operation } from '../operation/operation.ts';
import { isSet, type JsonObject } from '../reading/json-value.ts';
import { readJsonBody } from '../reading/request-body.ts';
import type { KeptChild, KeptItem, KeptKind, NewItem } from './kept-kind.ts';

/** What a handler finds out; a whole body, status 200. */
type Handler = (call: Call, item: KeptItem) => object | Refusal;

/** The rows of one kind in the table of operations. */
export function keptOperations(kind: KeptKind): readonly Operation[] {
  const { path, surface, children = {}, more = [] } = kind;
  const one = `${path}/{id}`;
  const rows: (readonly ['GET' | 'POST' | 'DELETE', string, (call: Call) => Answer])[] = [
    ['POST', path, (call) => create(kind, call)],
    ['GET', one, onItem(kind, look(kind))],
  ];
  if (kind.isListed === true) rows.push(['GET', path, (call) => list(kind, call)]);
  if (kind.changeable !== undefined) rows.push(['POST', one, onItem(kind, change(kind))]);
  if (kind.deletedAs !== undefined) rows.push(['DELETE', one, onItem(kind, remove(kind))]);
  if (kind.cancelledAs !== undefined || kind.cancel !== undefined) {
    rows.push(['POST', `${one}/cancel`, onItem(kind, cancel(kind))]);
  }
  for (const [name, child] of Object.entries(children)) {
    const all = `${one}/${name}`;
    rows.push(['GET', all, onItem(kind, listChildren(name))]);
    if (child.read === undefined) continue;
    rows.push(['POST', all, onItem(kind, addChildren(kind, name, child))]);
    rows.push(['GET', `${all}/{child}`, onItem(kind, showChild(name, child))]);
    rows.push(['DELETE', `${all}/{child}`, onItem(kind, removeChild(kind, name, child))]);
  }
  const common = rows.map(([method, at, answer]): Operation => ({
    scope: 'account',
    ...(surface === undefined ? {} : { surface }),
    method,
    path: at,
    answer,
  }));
  return [...more, ...common];
}

/** Keeps a new item of the kind. */
export function keep(
  { storeOf, object, idPrefix }: KeptKind,
  memory: AccountMemory,
  createdS: number,
  { fields, content, children = {}, childrenOf, idPrefix: own = idPrefix }: NewItem,
): KeptItem {
  const store = storeOf(memory);
  const id = store.nextId(own);
  const body = { id, object, created_at: createdS, ...fields };
  const kept = { id, body, children: childrenOf?.(id) ?? children };
  return store.put({ ...kept, ...(content === undefined ? {} : { content }) });
}

/** Answers about the item that the path names first. */
export function onItem(kind: KeptKind, handle: Handler): (call: Call) => Answer {
  return (call) => {
    const [id = ''] = call.params;
    const item = kind.storeOf(call.memory).get(id);
    if (item === undefined) return kind.missing(id);
    const body = handle(call, item);
    return body instanceof Refusal ? body : { kind: 'json', body };
  };
}

function create(kind: KeptKind, call: Call): Answer {
  const item = kind.read(call);
  if (item instanceof Refusal) return item;
  return { kind: 'json', body: shown(kind, call, keep(kind, call.memory, call.createdS, item)) };
}

function shown({ show }: KeptKind, { surface }: Call, { body }: KeptItem): JsonObject {
  return show === undefined ? body : show(body, surface);
}

function look(kind: KeptKind): Handler {
  return (call, item) => {
    const body = kind.look?.(call, item);
    const found = body === undefined ? item : kind.storeOf(call.memory).put({ ...item, body });
    return shown(kind, call, found);
  };
}

function list(kind: KeptKind, call: Call): Answer {
  const { storeOf, filteredBy } = kind;
  const wanted = filteredBy === undefined ? null : call.query.get(filteredBy);
  const bodies = storeOf(call.memory)
    .all()
    .map((item) => shown(kind, call, item))
    .filter((body) => wanted === null || body[filteredBy ?? ''] === wanted);
  const page = listPage(bodies, call.query);
  return page instanceof Refusal ? page : { kind: 'json', body: page };
}

function change({ storeOf, changeable = [] }: KeptKind): Handler {
  return (call, item) => {
    const given = readJsonBody(call.request);
    if (given instanceof Refusal) return given;
    const changed = Object.fromEntries(
      changeable.filter((name) => isSet(given, name)).map((name) => [name, given[name]]),
    );
    return storeOf(call.memory).put({ ...item, body: { ...item.body, ...changed } }).body;
  };
}

function cancel(kind: KeptKind): Handler {
  const { storeOf, object, cancelledAs: status } = kind;
  return (call, item) => {
    const body =
      kind.cancel?.(call, item) ??
      (item.body['status'] === status
        ? conflict(`The ${object} '${item.id}' has the status '${String(status)}'.`)
        : { ...item.body, status });
    if (body instanceof Refusal) return body;
    return shown(kind, call, storeOf(call.memory).put({ ...item, body }));
  };
}

function remove({ storeOf, deletedAs }: KeptKind): Handler {
  return (call, { id }) => {
    storeOf(call.memory).remove(id);
    return { id, object: deletedAs, deleted: true };
  };
}

function listChildren(name: string): Handler {
  return (call, { children }) => listPage(children[name] ?? [], call.query);
}

function addChildren({ storeOf }: KeptKind, name: string, child: KeptChild): Handler {
  return (call, item) => {
    const added = child.read?.(call, item) ?? [];
    if (added instanceof Refusal) return added;
    const all = [...(item.children[name] ?? []), ...added];
    storeOf(call.memory).put({ ...item, children: { ...item.children, [name]: all } });
    return child.isAddedAsList === true ? toList(added, false) : (added[0] ?? {});
  };
}

function showChild(name: string, child: KeptChild): Handler {
  return (call, item) => findChild(call, item, name, child);
}

function removeChild({ storeOf }: KeptKind, name: string, child: KeptChild): Handler {
  return (call, item) => {
    const found = findChild(call, item, name, child);
    if (found instanceof Refusal) return found;
    const left = (item.children[name] ?? []).filter((other) => other !== found);
    storeOf(call.memory).put({ ...item, children: { ...item.children, [name]: left } });
    const { deletedAs: object } = child;
    return object === undefined ? item.body : { id: found['id'], object, deleted: true };
  };
}

function findChild(
  { params }: Call,
  { id, children }: KeptItem,
  name: string,
  { missing }: KeptChild,
): JsonObject | Refusal {
  const wanted = params[1] ?? '';
  return (children[name] ?? []).find((child) => child['id'] === wanted) ?? missing(wanted, id);
}
