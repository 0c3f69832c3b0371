import type { QueryRunner } from 'typeorm';

const LIST = /(?<=ARRAY\[|num_nonnulls\()[^\])]*/g;

/**
 * Adds to what a check of another foundation lists: kinds in `kind in ('a', 'b')`, columns in `num_nonnulls(a, b) = 1`.
 * What is listed already stays, so that a satellite need not know which others the database has. A check that lists one
 * kind is written `kind = any (array['a'])`.
 * @param added as SQL
 */
export function extend(runner: QueryRunner, table: string, check: string, added: readonly string[]): Promise<void> {
  return relist(runner, table, check, (listed) => [...listed, ...added]);
}

/** Takes back what `extend` added. No row may need it any more. */
export function shorten(runner: QueryRunner, table: string, check: string, removed: readonly string[]): Promise<void> {
  return relist(runner, table, check, (listed) => listed.filter((each) => !removed.includes(each)));
}

async function relist(
  runner: QueryRunner,
  table: string,
  check: string,
  change: (listed: readonly string[]) => readonly string[],
): Promise<void> {
  const [found]: { definition: string }[] = await runner.query(
    'select pg_get_constraintdef(oid) as definition from pg_constraint where conrelid = $1::regclass and conname = $2',
    [table, check],
  );
  if (found!.definition.match(LIST)?.length !== 1)
    throw new Error(`The check ${check} has not exactly one list: write it anew, instead of extending it.`);
  const changed = found!.definition.replace(LIST, (list: string) =>
    change(list.replaceAll('::text', '').split(', ')).join(', '),
  );
  await runner.query(`alter table ${table} drop constraint ${check}, add constraint ${check} ${changed}`);
}
