import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../platform/sql/database.js';
import { type Row, selectList } from '../platform/sql/table.js';
import { toIso } from '../platform/values/duration.js';
import { LEAD_NOTE } from './note.table.js';

export type NoteRow = Row<typeof LEAD_NOTE>;

const WHOLE = selectList(LEAD_NOTE.columns());

@Injectable()
export class NoteStore {
  async insert(tx: Tx, { id, leadId, notedAt, text, actorType, actorId }: NoteRow): Promise<void> {
    await tx.query(
      'insert into lead_note (id, lead_id, noted_at, text, actor_type, actor_id) values ($1, $2, $3, $4, $5, $6)',
      [id, leadId, toIso(notedAt), text, actorType, actorId],
    );
  }

  find(sql: Sql, id: string): Promise<NoteRow | undefined> {
    return sql.row(`select ${WHOLE} from lead_note where id = $1`, [id]);
  }

  readTexts(sql: Sql, leadId: string): Promise<Map<string, string>> {
    return sql.map('select id, text from lead_note where lead_id = $1', [leadId]);
  }
}
