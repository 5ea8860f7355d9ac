// The rows that are there for comparison, and never judged: what other designs of a gateway
// cost, and what the gateway costs in the modes that a stack has to turn on.
import type { LoadWorkload } from './workload.ts';
import { BURST, LONG_BURST, PACED } from './shapes.ts';

const ROUNDS = 3;

export const COMPARISONS: readonly LoadWorkload[] = [
  {
    ...BURST,
    name: 'sleep-burst-300',
    what: '10 ms of sleep for each event; 300 events in one burst: time',
    subject: { kind: 'sleep-per-event' },
    turns: 1,
    concurrency: 10,
    rounds: ROUNDS,
  },
  {
    ...LONG_BURST,
    name: 'parse-burst-4000',
    what: 'each event parsed and written anew; 4,000 events in one burst: CPU',
    subject: { kind: 'parse-each-event' },
    turns: 2,
    rounds: ROUNDS,
  },
  {
    ...PACED,
    name: 'parse-paced-1000',
    what: 'each event parsed and written anew; 1,000 events at 1 ms: CPU',
    subject: { kind: 'parse-each-event' },
    turns: 1,
    rounds: ROUNDS,
  },
  {
    ...PACED,
    name: 'events-paced-1000',
    what: 'the gateway, typewriter `events`; 1,000 events at 1 ms: CPU',
    subject: { kind: 'gateway', settings: { typewriter: 'events' } },
    turns: 1,
    rounds: ROUNDS,
  },
  {
    ...PACED,
    name: 'smooth-paced-1000',
    what: 'the gateway, typewriter `smooth`; 1,000 events at 1 ms: CPU',
    subject: { kind: 'gateway', settings: { typewriter: 'smooth' } },
    turns: 1,
    rounds: ROUNDS,
  },
];
