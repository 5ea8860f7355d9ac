// The files of the page. They are uploaded beside the Worker's script unless the stack says `page: false`, and
// are missing where somebody copied worker.js alone. Only a request for a file loads it.
import type { PageFile } from './contract/page-files.ts';

/** @returns the file's text; undefined where the Worker has no page */
export type LoadPageFile = (file: PageFile) => Promise<string | undefined>;

export const loadPageFile: LoadPageFile = async (file) => {
  try {
    const { default: text } = await importFile(file);
    return text;
  } catch {
    return undefined;
  }
};

/** Each path is written out, because the bundler leaves it to the runtime. */
function importFile(file: PageFile): Promise<{ readonly default: string }> {
  switch (file) {
    case 'page.html':
      return import('./page.html');
    case 'page.css':
      return import('./page.css');
    case 'page.js':
      return import('./page.js');
    case 'page-shared.js':
      return import('./page-shared.js');
    case 'page-admin.js':
      return import('./page-admin.js');
  }
}
