// Starts a program of this project: `node command-line/on-node.js local/start.ts …`. Without a program it
// only checks that the tools of package.json are there. In JavaScript that Node 18 can read, because
// people start npm scripts before `npm ci` and with a Node that cannot read TypeScript.
import { existsSync, readFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { argv, exit, features, versions } from 'node:process';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const program = argv[2];

const fault = findFault();
if (fault !== undefined) {
  console.error(fault);
  exit(1);
}
if (program !== undefined) {
  const file = resolve(root, program);
  // The program sees the arguments that it would have been started with.
  argv.splice(1, 2, file);
  await import(pathToFileURL(file).href);
}

/** What is missing and what to do, in one line. */
function findFault() {
  const { dependencies, devDependencies } = JSON.parse(
    readFileSync(join(root, 'package.json'), 'utf8'),
  );
  const wanted = { ...dependencies, ...(program === undefined && devDependencies) };
  const missing = Object.keys(wanted).filter((name) => !existsSync(packageFile(name)));
  if (missing.length > 0) {
    return `The packages of this project are not installed (${missing[0]} is missing). Run this first: npm ci`;
  }
  if (features.typescript) return undefined;
  const found = `This is Node ${versions.node}, which cannot run TypeScript; the project needs Node 22.18 or newer.`;
  return existsSync(join(root, 'node_modules/.bin/node'))
    ? `${found} Its own Node is in node_modules: start programs with npm, such as \`npm start\`.`
    : `${found} Its own Node is not installed. Run this first, without --ignore-scripts: npm ci`;
}

function packageFile(name) {
  return join(root, 'node_modules', name, 'package.json');
}
