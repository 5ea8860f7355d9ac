// All checks, in the order in which they are done and shown.
import type { Check } from './check.ts';
import { ANSWER_CHECKS } from './checks/answers.ts';
import { AZURE_CHECKS } from './checks/azure.ts';
import { CLOUDFLARE_CHECKS } from './checks/cloudflare.ts';
import { DATE_CHECKS } from './checks/dates.ts';
import { DOMAIN_CHECKS } from './checks/domain.ts';
import { GATEWAY_CHECKS } from './checks/gateway.ts';
import { MACHINE_CHECKS } from './checks/machine.ts';
import { MODEL_CHECKS } from './checks/models.ts';
import { SIGN_IN_CHECKS } from './checks/sign-in.ts';
import { STACK_CHECKS } from './checks/stack.ts';

/** Of a stack, from this machine to the models' answers. */
export const ALL_CHECKS: readonly Check[] = [
  ...MACHINE_CHECKS,
  ...STACK_CHECKS,
  ...AZURE_CHECKS,
  ...MODEL_CHECKS,
  ...CLOUDFLARE_CHECKS,
  ...DOMAIN_CHECKS,
  ...GATEWAY_CHECKS,
  ...SIGN_IN_CHECKS,
  ...ANSWER_CHECKS,
  ...DATE_CHECKS,
];

/** Those of a gateway of which only the address is known. */
export const GATEWAY_ONLY: readonly Check[] = [
  ...GATEWAY_CHECKS,
  ...SIGN_IN_CHECKS,
  ...ANSWER_CHECKS,
];
