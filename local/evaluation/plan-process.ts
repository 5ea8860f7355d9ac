// The process of planning.ts.
import { z } from 'zod';
import { isForPeople } from '../../command-line/user-error.ts';
import type { Plan } from '../plan.ts';
import type { Outcome, PlanMessage, PlanRequest } from './planning.ts';

const requestSchema: z.ZodType<PlanRequest> = z.object({
  root: z.string(),
  source: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('stack'), stack: z.string() }),
    z.object({ kind: z.literal('variables'), values: z.record(z.string(), z.string()) }),
  ]),
});

function send(message: PlanMessage, onSent?: () => void): void {
  process.send?.(message, undefined, undefined, onSent);
}

async function plan({ root, source }: PlanRequest): Promise<Plan> {
  // Pulumi's SDK and the program take most of the time.
  if (source.kind === 'variables') {
    const { planVariables } = await import('../variables/plan-variables.ts');
    send({ kind: 'step', text: 'Bundling the Worker …' });
    return planVariables(root, source.values);
  }
  const { planStack } = await import('../plan.ts');
  send({ kind: 'step', text: 'Running the program, which bundles the Worker …' });
  return planStack(root, source.stack, process.env);
}

async function outcomeOf(request: PlanRequest): Promise<Outcome> {
  try {
    return { kind: 'plan', plan: await plan(request) };
  } catch (error) {
    if (isForPeople(error)) return { kind: 'fault', message: error.message };
    const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { kind: 'bug', message };
  }
}

process.once('message', (request) => {
  void outcomeOf(requestSchema.parse(request)).then((outcome) => {
    send(outcome, () => {
      process.exit();
    });
  });
});
// Nobody waits for the outcome any more.
process.once('disconnect', () => {
  process.exit();
});
