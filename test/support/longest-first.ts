// The order of the test files. vitest starts the files that took longest in its last run; after `npm ci`
// it knows no times and goes by size, which puts the longest files of this project last.
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Parts of the paths of files that run for seconds, the longest first. */
const LONG = [
  'ci/types',
  'bundle/matrix/timeouts',
  'bundle/matrix/faults',
  'local/start',
  'runner/',
  'migrate/',
  'bundle/rotation',
  'container/container',
];

export class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    return sorted.toSorted((one, other) => rank(one) - rank(other));
  }
}

function rank({ moduleId }: TestSpecification): number {
  const index = LONG.findIndex((part) => moduleId.includes(`/test/${part}`));
  return index < 0 ? LONG.length : index;
}
