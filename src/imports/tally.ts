import type { Instant } from '../platform/values/duration.js';
import { NO_ROWS, type RowCounts } from './import.js';
import type { RefusedRow, StoredRow } from './stored-rows.js';
import type { RowOutcome } from './subjects/subject.js';

/** What became of rows, with those that were refused. */
export interface Taken {
  readonly counts: RowCounts;
  readonly refused: readonly RefusedRow[];
}

/** @param outcomes of the rows that could be read, in their order @param oldBefore what happened before is old */
export function tallyOf(rows: readonly StoredRow[], outcomes: readonly RowOutcome[], oldBefore: Instant): Taken {
  const counts: { -readonly [Name in keyof RowCounts]: number } = { ...NO_ROWS };
  const refused: RefusedRow[] = [];
  let next = 0;
  for (const [row, cells, unread] of rows) {
    const outcome = cells === null ? { why: unread } : outcomes[next++]!;
    const at = 'at' in outcome ? (outcome.at ?? null) : null;
    if (at !== null) counts[at < oldBefore ? 'older' : 'newer'] += 1;
    if ('why' in outcome) {
      counts.rejected += 1;
      refused.push({ row, why: outcome.why!, cells: cells ?? [] });
    } else counts[outcome.status] += 1;
  }
  return { counts, refused };
}
