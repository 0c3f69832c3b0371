import { Injectable } from '@nestjs/common';
import { insertSet, updateSet } from '../../platform/sql/row-sets.js';
import { selectList } from '../../platform/sql/table.js';
import { readByHandoff } from '../parts-of-handoffs.store.js';
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

@Injectable()
export class QuestionStore {
  readonly insertMany = insertSet<Question>('handoff_question', QUESTION, 'handoff-question-insert');

  readonly updateMany = updateSet<Question>(
    'handoff_question',
    HANDOFF_QUESTION.columns('id'),
    HANDOFF_QUESTION.columns('text', 'toRepId', 'answer', 'answeredAt', 'formVersion'),
    'handoff-question-update',
  );

  /** Returns questions by handoff, in the order in which they were asked. */
  readonly readOf = readByHandoff<Question>('handoff_question', COLUMNS, 'number', 'handoff-questions');
}
