import pg from 'pg';
import { socketUrl } from './socket.js';

/** The owner of everything, which changes the schema and which operators connect as. */
export const OWNER_ROLE = 'touchline';
/** The role of the program, which may only read and write rows. */
export const PROGRAM_ROLE = 'touchline_app';
export const DATABASE = 'touchline';

/** One iteration: 4,096 protect passwords that people choose, not 192 random bits, and cost 3 ms a connection. */
const QUICK_PASSWORDS = 'set scram_iterations = 1';

/** Sets the password through the socket of a Postgres that requires none, and creates the database if missing. */
export async function setOwnerPassword(socketFolder: string, password: string): Promise<void> {
  const url = socketUrl(socketFolder, { role: OWNER_ROLE, password: '', database: 'postgres' });
  await asOwner(url, async (client) => {
    await client.query(`${QUICK_PASSWORDS}; alter role ${OWNER_ROLE} password '${password}'`);
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [DATABASE]);
    if (rowCount === 0) await client.query(`create database ${DATABASE}`);
  });
}

/** Creates the program's role if it is missing, and gives it a password. @param url the owner's */
export async function readyProgramRole(url: string, password: string): Promise<void> {
  await asOwner(url, (client) =>
    client.query(`
      ${QUICK_PASSWORDS};
      do $$ begin
        if to_regrole('${PROGRAM_ROLE}') is null then create role ${PROGRAM_ROLE}; end if;
      end $$;
      alter role ${PROGRAM_ROLE} nosuperuser nocreatedb nocreaterole noreplication nobypassrls login
        password '${password}';
      -- Else the metric of the feed's lag does not see the transactions of others.
      grant pg_read_all_stats to ${PROGRAM_ROLE};
      revoke temporary on database ${DATABASE} from public;
    `),
  );
}

async function asOwner(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
