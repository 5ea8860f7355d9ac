// `npx node test/template/copy.ts`: the whole of `npm test` in a project made of this one, under
// another name and with the questions of `pulumi new` answered.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { rm } from 'node:fs/promises';
import { MY_TEAM, newProject } from './new-project.ts';

const folder = await newProject(MY_TEAM);
try {
  const npm = spawn('npm', ['test'], { cwd: folder, stdio: 'inherit' });
  const [code] = (await once(npm, 'exit')) as [number | null];
  process.exitCode = code ?? 1;
} finally {
  await rm(folder, { recursive: true });
}
