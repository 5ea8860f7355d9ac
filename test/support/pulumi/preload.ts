// Loaded into the process of a program before the program: shifts its clock to the time in RUNNER_NOW.
import { moveClock } from './clock.ts';

moveClock(process.env['RUNNER_NOW'] ?? '');
