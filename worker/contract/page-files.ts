// The page that people look at, as files that are uploaded beside the Worker's script.

/** Names of the files, which are text modules of the Worker. */
export const PAGE_FILES = [
  'page.html',
  'page.css',
  'page.js',
  'page-shared.js',
  'page-admin.js',
] as const;

export type PageFile = (typeof PAGE_FILES)[number];
