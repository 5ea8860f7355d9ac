// How often one object of the ledger reserves and settles in a second, with its data on disk.
import type { LedgerPairsWorkload } from '../rows/workload.ts';
import type { Rig } from '../sides/rig.ts';
import { WARM_UP_ROUNDS } from './measure.ts';

/**
 * Pairs per second, by round. The process outlives the rounds, as an object does.
 *
 * @throws Error when a call was not granted or not settled
 */
export async function measureLedgerPairs(
  rig: Rig,
  { pairs, concurrency }: LedgerPairsWorkload,
  rounds: number,
): Promise<readonly number[]> {
  const { url } = await rig.startSide({ kind: 'ledger-caller' });
  const rates: number[] = [];
  try {
    for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
      const body = JSON.stringify({ name: `round ${round}`, pairs, concurrency });
      const startMs = performance.now();
      const response = await fetch(url, { method: 'POST', body });
      const text = await response.text();
      const seconds = (performance.now() - startMs) / 1000;
      if (text !== 'done') throw new Error(`the ledger's caller answered ${response.status}`);
      if (round >= 0) rates.push(pairs / seconds);
    }
  } finally {
    await rig.stopSides();
  }
  return rates;
}
