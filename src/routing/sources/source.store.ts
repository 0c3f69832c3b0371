import type { Sql } from '../../platform/sql/database.js';
import { caseless } from '../../platform/values/text.js';
import type { SourceBody } from './source.dto.js';
import { spellingsOf } from './sources.js';

/** Returns the spellings of a body that other sources have. */
export function readTaken(
  sql: Sql,
  body: SourceBody,
  id: string | null,
): Promise<{ spelling: string; code: string }[]> {
  return sql.rows(
    `select spelling, code from source_spelling join source on source.id = source_id
      where spelling = any ($1::text[]) and ($2::uuid is null or source_id <> $2)`,
    [spellingsOf(body).map(caseless), id],
  );
}

/** Replaces the spellings by which the source of a lead is found. */
export async function replaceSpellings(sql: Sql, id: string, body: SourceBody): Promise<void> {
  await sql.query('delete from source_spelling where source_id = $1', [id]);
  await sql.query('insert into source_spelling (spelling, source_id) select unnest($2::text[]), $1', [
    id,
    spellingsOf(body).map(caseless),
  ]);
}
