// The table of the doctor's lines.
import { ALL_CHECKS } from '../../../doctor/all-checks.ts';
import { markdownTable, same, type Language } from '../language.ts';
import { DOCTOR_LINES } from './doctor-lines.ts';

/** By the name of the block in the page. */
export const DOCTOR_TABLES = { doctorLines };

/** @throws Error for a line without a description */
function doctorLines(language: Language): string {
  const rows = ALL_CHECKS.map(({ id, title }) => {
    const words = DOCTOR_LINES[id];
    if (words === undefined) throw new Error(`docs/tables/doctor has no description of ${id}`);
    return [same(`\`${id}\``), same(title), words];
  });
  const head = [same('`id`'), { en: 'line', zh: '行' }, { en: 'in order if', zh: '正常的条件' }];
  return markdownTable(head, rows, language);
}
