// The project's name from Pulumi.yaml. Projects created with `pulumi new` have other names.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { toLabel } from '../../infra/settings/dns-label.ts';

const ROOT = join(import.meta.dirname, '../..');

export const PROJECT_NAME = z
  .object({ name: z.string().min(1) })
  .parse(parse(await readFile(join(ROOT, 'Pulumi.yaml'), 'utf8'))).name;

/** What Pulumi's SDK calls the stack dev. */
export const STACK_RESOURCE = `${PROJECT_NAME}-dev`;

/** The Worker of the stack dev. */
export const WORKER_NAME = toLabel(STACK_RESOURCE, 63);

/** How the names of its Azure accounts begin. */
export const SUBDOMAIN_PREFIX = toLabel(STACK_RESOURCE, 55);
