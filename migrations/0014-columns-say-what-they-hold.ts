import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Old and new names of columns, in the order in which they are renamed. A satellite may be missing, with its tables. */
const RENAMED = [
  ['clock', 'rep_id', 'about_rep_id'],
  ['clock', 'owner_id', 'rep_id'],
  ['clock', 'struck_miss_at', 'struck_breach_at'],
  ['assignment', 'test', 'is_test'],
  ['crm_readiness', 'told', 'told_hash'],
  ['crm_told', 'said', 'last_digests'],
  ['contract', 'told', 'reported'],
  ['won_deal', 'said', 'last_sold'],
] as const;

const WAYS = ['made', 'added', 'told'];

/**
 * Columns have the names of their fields: `clock.rep_id` was not the rep who owes the promise. A bulk closing always has
 * a category and a reason, and no deal was won before wins made contracts. Indexes and checks follow a renamed column,
 * and no function or view names one of these. Only `bulk_closing` and `won_deal` are read, and nothing is rewritten.
 */
export class ColumnsSayWhatTheyHold1802000000014 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    for (const [table, before, after] of RENAMED) await rename(runner, table, before, after);
    await runner.query(`
      alter table bulk_closing alter column category set not null, alter column reason set not null;
      ${wonBy(WAYS)}`);
  }

  async down(runner: QueryRunner): Promise<void> {
    await runner.query(`
      ${wonBy([...WAYS, 'earlier'])}
      alter table bulk_closing alter column category drop not null, alter column reason drop not null`);
    for (const [table, before, after] of RENAMED.toReversed()) await rename(runner, table, after, before);
  }
}

async function rename(runner: QueryRunner, table: string, from: string, to: string): Promise<void> {
  await runner.query(`alter table if exists ${table} rename column ${from} to ${to}`);
}

function wonBy(ways: readonly string[]): string {
  const listed = ways.map((way) => `'${way}'`).join(', ');
  return `alter table if exists won_deal drop constraint won_deal_how_check,
    add constraint won_deal_how_check check (how in (${listed}));`;
}
