import { readFileSync, truncateSync } from 'node:fs';
import type { Workbench } from './workbench.js';

/** The beginning of each log line of Postgres: `% process | transaction | message`. */
const PREFIX = '%%|%p|%v|';
const STATISTICS = /^LOG: {2}(\w+ MESSAGE|QUERY) STATISTICS/;
const USAGE = /!\s+([\d.]+) s user, ([\d.]+) s system/;
const STATEMENT = /^STATEMENT: {2}/;

/** Which part of the program a transaction belongs to, by the first pattern that matches one of its statements. */
const OWNERS: readonly (readonly [string, RegExp])[] = [
  ['reports', /\b(settlement|report_key|response|promise|happened)\b/],
  ['packed days', /\bpacked_(day|column)\b/],
  ['words', /\bset indexed\b/],
  ['messages', /\bpassed_on\b|\bdelivery\b/],
  ['taking in', /\binsert into lead\b/],
];
export const OTHERS = 'all else';

/** Lets Postgres log the CPU time of each statement in a database, which doubles that time. */
export async function watchStatements(workbench: Workbench, database: string): Promise<void> {
  const settings = { log_statement_stats: 'on', log_min_error_statement: 'log', log_error_verbosity: 'default' };
  await workbench.asOwner(
    database,
    ...Object.entries(settings).map(([name, value]) => `alter database ${database} set ${name} = '${value}'`),
    `alter system set log_line_prefix = '${PREFIX}'`,
    'select pg_reload_conf()',
  );
}

export function forgetStatements(workbench: Workbench): void {
  truncateSync(workbench.postgresLog);
}

/** @returns the milliseconds of Postgres for each part since the last reset, in the order of the table */
export function statementShares(workbench: Workbench): ReadonlyMap<string, number> {
  const msOf = new Map<string, number>();
  const ownerOf = new Map<string, string>();
  for (const { transaction, ms, statement } of loggedStatements(readFileSync(workbench.postgresLog, 'utf8'))) {
    msOf.set(transaction, (msOf.get(transaction) ?? 0) + ms);
    const owner = OWNERS.find(([, fits]) => fits.test(statement))?.[0];
    if (owner !== undefined && !ownerOf.has(transaction)) ownerOf.set(transaction, owner);
  }
  const shares = new Map([...OWNERS.map(([owner]) => owner), OTHERS].map((owner) => [owner, 0]));
  for (const [transaction, ms] of msOf) {
    const owner = ownerOf.get(transaction) ?? OTHERS;
    shares.set(owner, shares.get(owner)! + ms);
  }
  return shares;
}

interface LoggedStatement {
  readonly transaction: string;
  readonly ms: number;
  readonly statement: string;
}

function* loggedStatements(log: string): Generator<LoggedStatement> {
  /** The transaction of each process, because what it logs after the commit names none. */
  const latest = new Map<string, string>();
  const waiting = new Map<string, { transaction: string; ms: number }>();
  for (const entry of log.split(/^%\|/m)) {
    const [pid = '', named = '', ...rest] = entry.split('|');
    const what = rest.join('|');
    const usage = USAGE.exec(what);
    if (named !== '') latest.set(pid, named);
    if (STATISTICS.test(what)) waiting.set(pid, { transaction: latest.get(pid) ?? pid, ms: 0 });
    else if (usage !== null && waiting.has(pid)) waiting.get(pid)!.ms += (Number(usage[1]) + Number(usage[2])) * 1_000;
    else if (STATEMENT.test(what) && waiting.has(pid)) {
      yield { ...waiting.get(pid)!, statement: what };
      waiting.delete(pid);
    }
  }
}
