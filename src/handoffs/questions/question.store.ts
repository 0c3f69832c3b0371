import { Injectable } from '@nestjs/common';
import { assignmentsOf, columnsFor, inputRows, insertInto, valuesOf } from '../../platform/columns.js';
import type { Sql } from '../../platform/database.js';
import { groupBy } from '../../platform/group.js';
import type { Question } from './question.js';

const COLUMNS = `id, handoff_id as "handoffId", number, place, text, case when asked_by_id is null then json_build_object('type', asked_by_type, 'rule', asked_by_rule) else json_build_object('type', asked_by_type, 'id', asked_by_id) end as "askedBy",
  to_giver as "toGiver", to_rep_id as "toRepId", asked_at as "askedAt", answer, answered_at as "answeredAt", form_version as "formVersion"`;

const { uuid, text, int, boolean, instant } = columnsFor<Question>();
const ID = uuid('id', ({ id }) => id);
const CHANGING = [
  uuid('to_rep_id', ({ toRepId }) => toRepId),
  text('answer', ({ answer }) => answer),
  instant('answered_at', ({ answeredAt }) => answeredAt),
  int('form_version', ({ formVersion }) => formVersion),
];
const QUESTION = [
  ID,
  uuid('handoff_id', ({ handoffId }) => handoffId),
  int('number', ({ number }) => number),
  int('place', ({ place }) => place),
  text('text', (question) => question.text),
  text('asked_by_type', ({ askedBy }) => askedBy.type),
  uuid('asked_by_id', ({ askedBy }) => (askedBy.type === 'system' ? null : askedBy.id)),
  text('asked_by_rule', ({ askedBy }) => (askedBy.type === 'system' ? askedBy.rule : null)),
  boolean('to_giver', ({ toGiver }) => toGiver),
  instant('asked_at', ({ askedAt }) => askedAt),
  ...CHANGING,
];
const CHANGED = [ID, ...CHANGING];
const INSERT = insertInto('handoff_question', QUESTION);
const UPDATE = `update handoff_question set ${assignmentsOf(CHANGING)} from ${inputRows(CHANGED)} where handoff_question.id = input.id`;

/** What is asked about handoffs, and what was answered. */
@Injectable()
export class QuestionStore {
  async insertMany(tx: Sql, questions: readonly Question[]): Promise<void> {
    if (questions.length > 0) await tx.query(INSERT, valuesOf(questions, QUESTION), 'handoff-question-insert');
  }

  async updateMany(tx: Sql, questions: readonly Question[]): Promise<void> {
    if (questions.length > 0) await tx.query(UPDATE, valuesOf(questions, CHANGED), 'handoff-question-update');
  }

  /** By their handoffs, in the order in which they were asked. */
  async readOf(sql: Sql, handoffIds: readonly string[]): Promise<ReadonlyMap<string, readonly Question[]>> {
    if (handoffIds.length === 0) return new Map();
    const { rows } = await sql.query<Question>(
      `select ${COLUMNS} from handoff_question where handoff_id = any ($1::uuid[]) order by handoff_id, number`,
      [handoffIds],
      'handoff-questions',
    );
    return groupBy(rows, ({ handoffId }) => handoffId);
  }
}
