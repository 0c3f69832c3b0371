import { readDate } from './dates.js';
import type { Mapping } from './mapping.js';
import type { NumberedRow } from './row.js';

/**
 * The rows in the order in which their leads came in: by what the mapping's `order` column holds, where numbers need not
 * be without gaps, else as they stand.
 * @returns also those that do not say when: they come last
 */
export function inOrder(
  rows: readonly NumberedRow[],
  mapping: Mapping,
): { rows: NumberedRow[]; unordered: NumberedRow[] } {
  const { order } = mapping;
  if (order === undefined) return { rows: [...rows], unordered: [] };
  const placed = rows.map((row, index) => ({ row, index, place: placeOf(row.cells[order.column]!, mapping) }));
  // Nothing minus nothing would be no number, and the order of the file be lost.
  const key = ({ place }: { place: number | null }) => place ?? Number.MAX_VALUE;
  return {
    rows: [...placed].sort((a, b) => key(a) - key(b) || a.index - b.index).map(({ row }) => row),
    unordered: placed.filter(({ place }) => place === null).map(({ row }) => row),
  };
}

function placeOf(text: string, { order, timeZone }: Mapping): number | null {
  if (order?.date !== undefined) return readDate(text, { form: order.date, timeZone })?.toMillis() ?? null;
  const number = text.trim() === '' ? Number.NaN : Number(text);
  return Number.isFinite(number) ? number : null;
}
