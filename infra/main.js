// What package.json names as the program, for `pulumi up` without npm: in JavaScript, because a Node that
// cannot read TypeScript would answer with a stack trace.
import process from 'node:process';
import { RunError } from '@pulumi/pulumi';

/**
 * Runs the program.
 *
 * @returns its outputs
 */
export default async function main() {
  if (!process.features.typescript) {
    throw new RunError(
      `Pulumi runs the program on Node ${process.versions.node}, which cannot run TypeScript. The project needs Node 22.18 or newer; npm run up uses the project's own.`,
    );
  }
  return import('./index.ts');
}
