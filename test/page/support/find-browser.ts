// Finds Chromium, or a browser made of it.
import { access, constants } from 'node:fs/promises';
import { delimiter, join } from 'node:path';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'];

/** The message on a machine without one. */
export const BROWSER_MISSING =
  'Chromium is not installed. Install it (Debian: `apt-get install chromium`), or set CHROMIUM to its path.';

/** The path of the browser: `CHROMIUM`, or the first one on PATH; undefined: there is none. */
export async function findBrowser(env: NodeJS.ProcessEnv): Promise<string | undefined> {
  const folders = [...(env['PATH'] ?? '').split(delimiter), '/usr/bin'];
  const places = env['CHROMIUM']
    ? [env['CHROMIUM']]
    : NAMES.flatMap((name) => folders.map((folder) => join(folder, name)));
  for (const place of places) {
    const isThere = await access(place, constants.X_OK).then(
      () => true,
      () => false,
    );
    if (isThere) return place;
  }
  return undefined;
}
