// The tables that the benchmark writes into docs/performance.md, for the page in the other language.

const BLOCK = /^<!-- (\w+): written by the benchmark -->\n.*?^<!-- \/\1 -->$/gms;

/**
 * The page with the benchmark's blocks of another page.
 *
 * @param page has the markers of those blocks that it shows
 * @param source has all of them, as `npm run bench -- --report` wrote them
 */
export function copyBenchmarkBlocks(page: string, source: string): string {
  const blocks = new Map(
    [...source.matchAll(BLOCK)].map(([block, name = '']): [string, string] => [name, block]),
  );
  return page.replaceAll(BLOCK, (block, name: string) => blocks.get(name) ?? block);
}
