import { Injectable } from '@nestjs/common';
import { assignmentsOf, inputRows, insertInto, valuesOf } from '../../platform/columns.js';
import type { Sql } from '../../platform/database.js';
import { groupBy } from '../../platform/group.js';
import { selectList } from '../../platform/table.js';
import type { Question } from './question.js';
import { HANDOFF_QUESTION } from './question.table.js';

const PLAIN = HANDOFF_QUESTION.without('askedByType', 'askedById', 'askedByRule');
const COLUMNS = `${selectList(PLAIN)}, case when asked_by_id is null
  then json_build_object('type', asked_by_type, 'rule', asked_by_rule)
  else json_build_object('type', asked_by_type, 'id', asked_by_id) end as "askedBy"`;
const QUESTION = [
  ...PLAIN,
  HANDOFF_QUESTION.column('askedByType', ({ askedBy }: Question) => askedBy.type),
  HANDOFF_QUESTION.column('askedById', ({ askedBy }: Question) => (askedBy.type === 'system' ? null : askedBy.id)),
  HANDOFF_QUESTION.column('askedByRule', ({ askedBy }: Question) => (askedBy.type === 'system' ? askedBy.rule : null)),
];
const CHANGING = HANDOFF_QUESTION.columns('text', 'toRepId', 'answer', 'answeredAt', 'formVersion');
const CHANGED = [...HANDOFF_QUESTION.columns('id'), ...CHANGING];
const INSERT = insertInto('handoff_question', QUESTION);
const UPDATE = `update handoff_question set ${assignmentsOf(CHANGING)} from ${inputRows(CHANGED)} where handoff_question.id = input.id`;

@Injectable()
export class QuestionStore {
  async insertMany(tx: Sql, questions: readonly Question[]): Promise<void> {
    if (questions.length > 0) await tx.query(INSERT, valuesOf(questions, QUESTION), 'handoff-question-insert');
  }

  async updateMany(tx: Sql, questions: readonly Question[]): Promise<void> {
    if (questions.length > 0) await tx.query(UPDATE, valuesOf(questions, CHANGED), 'handoff-question-update');
  }

  /** Returns questions by handoff, in the order in which they were asked. */
  async readOf(sql: Sql, handoffIds: readonly string[]): Promise<ReadonlyMap<string, readonly Question[]>> {
    if (handoffIds.length === 0) return new Map();
    const rows = await sql.rows<Question>(
      `select ${COLUMNS} from handoff_question where handoff_id = any ($1::uuid[]) order by handoff_id, number`,
      [handoffIds],
      'handoff-questions',
    );
    return groupBy(rows, ({ handoffId }) => handoffId);
  }
}
