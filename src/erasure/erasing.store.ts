import { Injectable } from '@nestjs/common';
import { type ErasedKind, isAbout, type LeadTable } from '../leads/personal-data.js';
import type { Tx } from '../platform/database.js';
import { type Instant, toIso } from '../platform/instant.js';
import { personalTables } from './core-tables.js';
import { added, type ErasedCounts } from './erasure.js';

/** Of which erasure, and when. */
interface Marked {
  readonly erasureId: string;
  readonly at: Instant;
}

/**
 * Erases what tables keep of persons, as the table of personal data says: a statement for each, whatever the number of
 * leads. It alone writes tables that have another store, because the whole of it has to be seen in one place
 * (docs/adr/0030).
 */
@Injectable()
export class ErasingStore {
  /** Of leads that this transaction has locked. @returns how many rows held what */
  async erase(tx: Tx, leadIds: readonly string[], { erasureId, at }: Marked): Promise<ErasedCounts> {
    let erased: ErasedCounts = {};
    if (leadIds.length === 0) return erased;
    for (const [name, table] of personalTables()) {
      if (Object.keys(table.personal).length === 0) continue;
      const isLead = name === 'lead';
      const { rows } = await tx.query<Record<ErasedKind, number>>(
        statement(name, isLead ? { ...table, also: MARK } : table),
        isLead ? [leadIds, toIso(at), erasureId] : [leadIds],
      );
      erased = added(erased, rows[0]!);
    }
    return erased;
  }
}

const MARK = ['erased_at = $2', 'erasure_id = $3'];

/** Counts what rows hold, and erases it. Both look at the rows as they were before. */
function statement(name: string, table: LeadTable): string {
  const { personal, also } = table;
  const kinds = new Set(Object.values(personal).map(({ what }) => what));
  const counts = [...kinds].map((kind) => {
    const holding = Object.values(personal).filter(({ what }) => what === kind);
    return `count(*) filter (where ${holding.map(({ holds }) => holds).join(' or ')})::int as "${kind}"`;
  });
  const assigned = [
    ...Object.entries(personal).map(([column, { becomes }]) => `${column} = ${becomes}`),
    ...(also ?? []),
  ];
  const anything = Object.values(personal).map(({ holds }) => holds);
  const which = also === undefined ? `(${anything.join(' or ')})` : 'true';
  return `with held as (select ${counts.join(', ')} from ${name} where ${isAbout(table)}),
    erased as (update ${name} set ${assigned.join(', ')} where ${isAbout(table)} and ${which})
    select * from held`;
}
