import type { StoredRow } from '../stored-rows.js';
import type { SampledColumn } from './sampled-column.js';

/** Different values of a column that are looked at. */
const VALUES_MAX = 200;

/** Returns what the first rows of a file say about its columns. */
export function sampleColumns(names: readonly string[], rows: readonly StoredRow[]): SampledColumn[] {
  return names.map((name, index) => {
    const values = new Set<string>();
    let filled = 0;
    for (const [, cells] of rows) {
      const value = cells?.[index]?.trim() ?? '';
      if (value === '') continue;
      filled += 1;
      values.add(value);
      if (values.size >= VALUES_MAX && values.size < filled) break;
    }
    return { name, values: [...values].slice(0, VALUES_MAX), distinct: filled === 0 ? 0 : values.size / filled };
  });
}
