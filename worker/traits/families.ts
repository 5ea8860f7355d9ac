// Families of OpenAI's models, as far as their parameters differ. They only decide how a request is
// adapted, so a family also takes in versions that are newer than this file. Whether a model can do
// something at all is decided by its exact name, in known-models.ts.

import { undatedName } from './known-models.ts';

/** Sizes and names that OpenAI gives to one version of a model. */
const SIZES = '(-(mini|nano|sol|terra|luna|astra))?';

/** No name fits two of them. */
const FAMILIES = {
  o: /^o[1-4](-mini)?(-(preview|pro|deep-research))?$/,
  'gpt-5': new RegExp(`^gpt-5${SIZES}$`),
  'gpt-5.1': new RegExp(`^gpt-5\\.1${SIZES}$`),
  'gpt-5.2': new RegExp(`^gpt-5\\.2${SIZES}$`),
  'gpt-5.3': new RegExp(`^gpt-5\\.3${SIZES}$`),
  'gpt-5.4': new RegExp(`^gpt-5\\.4${SIZES}$`),
  'gpt-5.5 and later': new RegExp(`^gpt-(5\\.[5-9]|6(\\.\\d)?)${SIZES}$`),
  'gpt-5 codex and pro': /^gpt-[56](\.\d)?-(codex|codex-mini|codex-max|pro)$/,
  'gpt-5-chat': /^gpt-5-chat$/,
  'gpt-5.1-chat to gpt-5.4-chat': /^gpt-5\.[1-4]-chat$/,
  'gpt-5.5-chat and later': /^gpt-(5\.[5-9]|6(\.\d)?)-chat$/,
  'gpt-4.1': /^gpt-4\.1(-(mini|nano))?$/,
  'gpt-4o': /^gpt-4o(-mini)?$/,
  'gpt-4': /^gpt-4(-32k|-turbo|\.5-preview)?$/,
  'gpt-3.5': /^gpt-3\.?5-turbo(-16k)?$/,
  'gpt-audio': /^gpt-audio(-1\.5|-mini)?$/,
  'gpt-image': /^gpt-image-\d(\.\d)?(-mini)?$/,
} as const satisfies Record<string, RegExp>;

export type Family = keyof typeof FAMILIES;

/**
 * The family of a model; undefined where it is in none.
 *
 * @param model Azure's name of one of OpenAI's models
 */
export function familyOf(model: string): Family | undefined {
  const name = undatedName(model);
  return FAMILY_NAMES.find((family) => FAMILIES[family].test(name));
}

const FAMILY_NAMES = Object.keys(FAMILIES) as readonly Family[];
