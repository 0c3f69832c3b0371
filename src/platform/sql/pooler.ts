import { withoutPassword } from '../http/server.js';
import { StartRefusal } from '../input/refusal.js';
import type { Lane } from './lane.js';
import { LANES, SESSION } from './pool.js';

/** SQLSTATEs for a prepared statement that another session has made, and for one that no longer exists. */
const FOREIGN_STATEMENT = new Set(['42P05', '26000']);

/**
 * What every session needs. The keepalives are left out: they belong to the connection to Postgres, which is the
 * pooler's. A limit of time may have any value but none.
 */
const NEEDED = Object.entries({
  ...SESSION,
  statement_timeout: `${LANES.requests.statementMs}ms`,
  idle_in_transaction_session_timeout: `${LANES.requests.idleMs}ms`,
}).filter(([name]) => !/^(tcp_|touchline\.)/.test(name));

const QUESTION = `select name from unnest($1::text[], $2::text[]) as needed (name, value)
   where current_setting('touchline.session', true) is distinct from 'on'
     and case when name like '%timeout' and value <> '0' then current_setting(name) = '0'
              else lower(current_setting(name)) not like lower(value) || '%' end`;

/**
 * Checks that what a connection is told stays in force on it: a pooler may ignore its settings, and one in transaction
 * mode may forget its prepared statements or give them to others, so that most requests would fail.
 * @param lanes with one open connection each
 * @throws StartRefusal if it does not
 */
export async function requireOwnSessions(lanes: readonly Lane[], url: string): Promise<void> {
  const needed = NEEDED.map(([name, value]) => [name, value.replace('\\ ', ' ')] as const);
  const values = [needed.map(([name]) => name), needed.map(([, value]) => value)];
  const lacking = new Set<string>();
  try {
    // One after the other, so that a pooler in transaction mode serves them by the same session of Postgres.
    for (const lane of lanes)
      for (const name of await lane.column<string>(QUESTION, values, 'session-settings')) lacking.add(name);
  } catch (error) {
    if (!FOREIGN_STATEMENT.has((error as { code?: string }).code ?? '')) throw error;
    throw refusal(url, 'is behind a pooler that does not keep prepared statements: let it pool sessions');
  }
  if (lacking.size === 0) return;
  const wanted = needed.filter(([name]) => lacking.has(name)).map(([name, value]) => `${name} = '${value}'`);
  throw refusal(url, `is behind a pooler that ignores settings: set them on the role (${wanted.join(', ')})`);
}

const refusal = (url: string, why: string) =>
  new StartRefusal(`The database at ${withoutPassword(url)} ${why}; see "Connection poolers" in docs/install.md.`);
