import pg from 'pg';
import { StartRefusal } from './start-refusal.js';

const VERSION_MIN = 150_000;
const CONNECT_TIMEOUT_MS = 5_000;

/** By SQLSTATE: a database that answers runs. */
const WHAT_TO_DO: Readonly<Record<string, string>> = {
  '28P01': 'check the user and the password in DATABASE_URL',
  '28000': 'check the user in DATABASE_URL, and that the server lets it in',
  '3D000': 'create the database, or check its name in DATABASE_URL',
};

/** @throws StartRefusal when the database cannot be reached, cannot be used, or is too old */
export async function requireUsable(url: string): Promise<void> {
  const version = await ask(url, 'show server_version_num').catch((error: NodeJS.ErrnoException) => {
    throw new StartRefusal(
      `The database at ${withoutPassword(url)} cannot be used (${reasonOf(error)}): ${WHAT_TO_DO[error.code ?? ''] ?? 'check DATABASE_URL and that it runs'}.`,
    );
  });
  if ((await ask(url, 'show transaction_read_only')) === 'on') {
    throw new StartRefusal(
      `The database at ${withoutPassword(url)} takes no writes: let DATABASE_URL lead to the primary.`,
    );
  }
  if (Number(version) < VERSION_MIN) {
    throw new StartRefusal(
      `The database at ${withoutPassword(url)} is Postgres ${Math.floor(Number(version) / 10_000)}: version 15 or newer is needed.`,
    );
  }
}

async function ask(url: string, question: string): Promise<string> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: CONNECT_TIMEOUT_MS });
  // A connection that breaks while nothing is asked is noticed by the next question.
  client.on('error', () => undefined);
  try {
    await client.connect();
    const { rows } = await client.query({ text: question, rowMode: 'array' });
    return String(rows[0]![0]);
  } finally {
    await client.end().catch(() => undefined);
  }
}

export function reasonOf(error: NodeJS.ErrnoException & { errors?: NodeJS.ErrnoException[] }): string {
  const message = error.message || error.errors?.[0]?.message || error.code || 'no answer';
  return message.split('\n')[0]!;
}

/** How a database is named to operators. */
export function withoutPassword(url: string): string {
  const parsed = new URL(url);
  return `${parsed.hostname || 'the local socket'}${parsed.port && `:${parsed.port}`}${parsed.pathname}`;
}
