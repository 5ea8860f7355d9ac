// What has to be installed on this machine. That Node can run TypeScript and that packages are there is
// checked before any program starts: command-line/on-node.js.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { asObject } from '../../command-line/as-object.ts';
import type { Check } from '../check.ts';
import { failed, ok, type Finding } from '../finding.ts';
import { readJsonObject } from '../stack/operators-pulumi.ts';

export const MACHINE_CHECKS: readonly Check[] = [
  { id: 'packages', title: 'Node and packages', run: ({ root }) => checkPackages(root) },
  {
    id: 'pulumi',
    title: "Pulumi's CLI",
    run: async ({ pulumi }) => {
      const { path, version = '' } = await pulumi.cli();
      return ok(`version ${version}, ${path}`);
    },
  },
];

/** After `git pull`, the packages may be older than package.json says. */
function checkPackages(root: string): Finding {
  const { dependencies } = readJson(join(root, 'package.json'));
  const wanted = Object.entries(asObject(dependencies));
  const others = wanted.flatMap(([name, version]) => {
    const file = join(root, 'node_modules', name, 'package.json');
    const found = existsSync(file) ? readJson(file)['version'] : 'missing';
    return found === version
      ? []
      : [`${name}: ${String(found)}; package.json says ${String(version)}`];
  });
  const node = `Node ${process.versions.node}`;
  if (others.length === 0) return ok(`${node}, ${wanted.length} packages as package.json says`);
  return failed(
    `${node}; other versions are installed than package.json says`,
    'Run: npm ci',
    others,
  );
}

function readJson(file: string): Readonly<Record<string, unknown>> {
  return readJsonObject(readFileSync(file, 'utf8'));
}
