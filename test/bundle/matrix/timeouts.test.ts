import { testTimeouts } from './matrix.ts';

testTimeouts();
