// Preloaded into the process of a program: moves its clock to the moment in RUNNER_NOW.
import { moveClock } from './clock.ts';

moveClock(process.env['RUNNER_NOW'] ?? '');
