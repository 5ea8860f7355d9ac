// The clients that the pages call run are those that `npm run test:clients` runs.
import { expect, test } from 'vitest';
import { CLIENTS } from '../clients/clients.ts';
import { readPage, tables } from './pages.ts';

/** One client may be in the list several times, for its versions and stacks. */
const RUN = new Set(
  CLIENTS.map(({ name, version }) => `${name.replace(/ (\d|\(regions\))$/, '')} ${version}`),
);

test.each(['docs/clients.md', 'docs/zh-CN/clients.md'])(
  '%s names exactly the clients that are run, with their versions',
  (file) => {
    const rows = tables(readPage(file)).find((table) => table[0]?.[0]?.startsWith('SDK') === true);
    const named = (rows ?? []).flatMap(([, cell = '']) => cell.split('; '));
    expect(new Set(named)).toEqual(RUN);
    expect(named).toHaveLength(RUN.size);
  },
);
