import { Injectable } from '@nestjs/common';
import { PersonInText, type PersonToFind } from '../../contact/person-in-text.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { insertSet } from '../../platform/sql/row-sets.js';
import { type Row, selectList } from '../../platform/sql/table.js';
import type { Day } from '../../platform/values/day.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { ERASED_TEXT } from '../../vocabulary/erased-text.js';
import type { ActionOutcome } from './diagnosis-action.js';
import { DIAGNOSIS_ACTION } from './diagnosis-action.table.js';

export type DiagnosisAction = Row<typeof DIAGNOSIS_ACTION>;

const COLUMNS = selectList(DIAGNOSIS_ACTION.columns());
const insert = insertSet<DiagnosisAction>('diagnosis_action', DIAGNOSIS_ACTION.columns(), 'diagnosis-action-insert');

/** Who decides on an action waits for whoever is just deciding on another, as there are only a few. */
const DIAGNOSIS_ACTIONS_LOCK = 7_301_982_380;

interface ActionTexts {
  readonly id: string;
  readonly madeAt: string;
  readonly exception: string | null;
  readonly text: string;
}

/** Nothing but their words relates actions to persons, so all are read: a few are decided in a month. */
const TEXTS = `select id, to_char(made_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') as "madeAt", exception, text
  from diagnosis_action order by id`;

/** Returns the actions whose texts name a person. */
export async function readActionsNaming(sql: Sql, named: PersonToFind): Promise<ActionTexts[]> {
  const person = new PersonInText(named);
  const actions = await sql.rows<ActionTexts>(TEXTS);
  return actions.filter(({ exception, text }) => person.isNamedIn(`${exception ?? ''}\n${text}`));
}

@Injectable()
export class DiagnosisActionStore {
  /** Erases the texts that name a person. @returns the number of actions */
  async erase(tx: Tx, named: PersonToFind): Promise<number> {
    const person = new PersonInText(named);
    const actions = await tx.rows<ActionTexts>(`${TEXTS} for no key update`);
    const without = (text: string | null) => (text !== null && person.isNamedIn(text) ? ERASED_TEXT : text);
    const changed = actions.flatMap(({ id, exception, text }) => {
      const erased = { id, exception: without(exception), text: without(text) };
      return erased.exception === exception && erased.text === text ? [] : [erased];
    });
    await tx.query(
      `update diagnosis_action set exception = given.exception, text = given.text
         from jsonb_to_recordset($1::jsonb) as given (id uuid, exception text, text text)
        where diagnosis_action.id = given.id`,
      [JSON.stringify(changed)],
    );
    return changed.length;
  }

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

  /** Counts the open actions of the same kind, of all kinds, or of the way of leads. */
  countOpenBeside(sql: Sql, { kindId, about }: DiagnosisAction): Promise<number> {
    return sql.value(
      `select count(*)::int as open from diagnosis_action
        where ended_at is null and kind_id is not distinct from $1::uuid and (about = 'leads') = $2`,
      [kindId, about === 'leads'],
    );
  }

  async insert(tx: Tx, action: DiagnosisAction): Promise<void> {
    await insert(tx, [action]);
  }

  /** Marks actions that are due, whose owners are active and were not reminded, as reminded of. @returns those */
  remindDue(tx: Tx, today: Day, at: Instant): Promise<Pick<DiagnosisAction, 'id' | 'ownerRepId' | 'dueOn'>[]> {
    return tx.rows(
      `update diagnosis_action set reminded_at = $2
        where ended_at is null and reminded_at is null and due_on <= $1
          and exists (select from rep where rep.id = owner_rep_id and rep.active)
        returning id, owner_rep_id as "ownerRepId", due_on::text as "dueOn"`,
      [today, toIso(at)],
      'diagnosis-action-remind',
    );
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
