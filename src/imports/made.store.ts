import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/sql/database.js';
import { pluck } from '../platform/values/group.js';
import type { Made, TakenBackCounts } from './subjects/subject.js';

/** What imports have made beside leads, which name their import themselves. */
@Injectable()
export class MadeStore {
  async insertMany(sql: Sql, importId: string, made: readonly Made[]): Promise<void> {
    if (made.length === 0) return;
    await sql.query(
      `insert into file_import_made (import_id, kind, id)
       select $1, made.kind, made.id from unnest($2::text[], $3::uuid[]) as made (kind, id) on conflict do nothing`,
      [importId, pluck(made, 'kind'), pluck(made, 'id')],
      'import-made',
    );
  }

  /** Returns what is not taken back, by ascending id. @param after an id; null for the first */
  find(sql: Sql, importId: string, kind: Made['kind'], after: string | null, limit: number): Promise<string[]> {
    return sql.column(
      `select id from file_import_made
        where import_id = $1 and kind = $2 and not is_undone and ($3::uuid is null or id > $3) order by id limit $4`,
      [importId, kind, after, limit],
      'import-made-find',
    );
  }

  /** Returns those of some things that an import has made and that are not taken back. */
  findAmong(sql: Sql, importId: string, kind: Made['kind'], ids: readonly string[]): Promise<string[]> {
    return sql.column(
      `select id from file_import_made
        where import_id = $1 and kind = $2 and not is_undone and id = any ($3::uuid[])`,
      [importId, kind, ids],
    );
  }

  async noteUndone(sql: Sql, importId: string, kind: Made['kind'], ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return;
    await sql.query(
      `update file_import_made set is_undone = true where import_id = $1 and kind = $2 and id = any ($3::uuid[])`,
      [importId, kind, ids],
    );
  }

  count(sql: Sql, importId: string, kind: Made['kind']): Promise<TakenBackCounts> {
    return sql.one(
      `select count(*) filter (where is_undone)::int as undone, count(*) filter (where not is_undone)::int as kept
         from file_import_made where import_id = $1 and kind = $2`,
      [importId, kind],
    );
  }
}
