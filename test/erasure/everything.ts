import { Database } from '../../src/platform/sql/database.js';
import type { TestApplication } from '../support/application.js';

/** Searches every column of every table as text. @returns `table: row` of the rows that contain one of the texts */
export async function rowsWith(app: TestApplication, texts: readonly string[]): Promise<string[]> {
  const database = app.application.app.get(Database);
  const { rows: tables } = await database.query<{ name: string }>(
    `select relname as name from pg_class
      where relnamespace = current_schema()::regnamespace and relkind in ('r', 'p') and not relispartition order by 1`,
  );
  const found: string[] = [];
  for (const { name } of tables) {
    const { rows } = await database.query<{ row: string }>(
      `select each::text as row from ${name} as each
        where exists (select from unnest($1::text[]) as marker where position(lower(marker) in lower(each::text)) > 0)`,
      [texts],
    );
    found.push(...rows.map(({ row }) => `${name}: ${row}`));
  }
  return found;
}

export async function rowsAbout(app: TestApplication, leadIds: readonly string[]): Promise<string[]> {
  const found = await rowsWith(app, leadIds);
  // Excludes erasures and stored answers, which also change for leads of others.
  return found.filter((row) => !/^(erasure|idempotent_answer):/.test(row)).sort();
}
