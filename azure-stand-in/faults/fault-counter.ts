// A fault may apply to one account only, or to the first few requests only.
import { NO_FAULT, parseFault, type Fault } from './fault.ts';

/** Counts how often each account has received each header. */
export class FaultCounter {
  readonly #met = new Map<string, number>();

  /**
   * The fault for one request.
   *
   * @param header the value of `x-ms-fault`, if there is one
   * @returns the fault, `NO_FAULT` when it does not apply, or a sentence that says what is wrong
   */
  read(subdomain: string, header: string | undefined): Fault | string {
    if (header === undefined) return NO_FAULT;
    const fault = parseFault(header);
    if (typeof fault === 'string') return fault;
    if (fault.account !== undefined && fault.account !== subdomain) return NO_FAULT;
    if (fault.first === undefined) return fault;
    const key = `${subdomain} ${header}`;
    const met = this.#met.get(key) ?? 0;
    this.#met.set(key, met + 1);
    return met < fault.first ? fault : NO_FAULT;
  }
}
