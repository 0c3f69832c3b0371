import { Injectable } from '@nestjs/common';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { insertSet } from '../../platform/sql/row-sets.js';
import { type Row, selectList } from '../../platform/sql/table.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import type { ActionOutcome } from './diagnosis-action.js';
import { DIAGNOSIS_ACTION } from './diagnosis-action.table.js';

export type DiagnosisAction = Row<typeof DIAGNOSIS_ACTION>;

const COLUMNS = selectList(DIAGNOSIS_ACTION.columns());
const insert = insertSet<DiagnosisAction>('diagnosis_action', DIAGNOSIS_ACTION.columns(), 'diagnosis-action-insert');

/** Who decides on an action waits for whoever is just deciding on another, as there are only a few. */
const DIAGNOSIS_ACTIONS_LOCK = 7_301_982_380;

@Injectable()
export class DiagnosisActionStore {
  async lockAll(tx: Tx): Promise<void> {
    await tx.query('select pg_advisory_xact_lock($1)', [DIAGNOSIS_ACTIONS_LOCK]);
  }

  /** Newest first. @param kindId those of this kind; null for all */
  readLatest(sql: Sql, kindId: string | null, limit: number): Promise<DiagnosisAction[]> {
    return sql.rows(
      `select ${COLUMNS} from diagnosis_action where $1::uuid is null or kind_id = $1
        order by made_at desc, id desc limit $2`,
      [kindId, limit],
    );
  }

  /** Counts the open actions of a kind; null for those of all kinds. */
  countOpen(sql: Sql, kindId: string | null): Promise<number> {
    return sql.value(
      `select count(*)::int as open from diagnosis_action where ended_at is null and kind_id is not distinct from $1::uuid`,
      [kindId],
    );
  }

  async insert(tx: Tx, action: DiagnosisAction): Promise<void> {
    await insert(tx, [action]);
  }

  find(sql: Sql, id: string): Promise<DiagnosisAction | undefined> {
    return sql.row(`select ${COLUMNS} from diagnosis_action where id = $1`, [id]);
  }

  /** Ends an action. One that has ended stays as it is. */
  async endIfOpen(sql: Sql, id: string, outcome: ActionOutcome, at: Instant): Promise<void> {
    await sql.query(`update diagnosis_action set ended_at = $3, outcome = $2 where id = $1 and ended_at is null`, [
      id,
      outcome,
      toIso(at),
    ]);
  }
}
