// Prints the changelog's section of a version, for the release of its tag:
// `node docs/tables/release-notes.ts v1.1.0`.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');

const { version } = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
  readonly version: string;
};
const [tag = ''] = process.argv.slice(2);
const section = findSection(readFileSync(join(ROOT, 'CHANGELOG.md'), 'utf8'), version);

if (tag !== `v${version}`) {
  fail(`The tag is "${tag}", and package.json has the version ${version}: they must be the same.`);
} else if (section === undefined) {
  fail(`CHANGELOG.md has no section "## ${version}": rename "Unreleased" before the tag.`);
} else {
  console.log(section);
}

/** The text below a heading of the second level. */
function findSection(changelog: string, heading: string): string | undefined {
  const sections = changelog.split(/^## /m).slice(1);
  const found = sections.find((text) => text.slice(0, text.indexOf('\n')).trim() === heading);
  return found?.slice(found.indexOf('\n')).trim();
}

function fail(message: string): void {
  console.error(message);
  process.exitCode = 1;
}
