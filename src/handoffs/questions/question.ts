import type { Actor } from '../../platform/actor.js';
import type { Instant } from '../../platform/instant.js';
import type { Row } from '../../platform/table.js';
import type { HANDOFF_QUESTION } from './question.table.js';

/** Something that a party to a handoff wants to know of another one. */
export interface Question extends Omit<Row<typeof HANDOFF_QUESTION>, 'askedByType' | 'askedById' | 'askedByRule'> {
  readonly askedBy: Actor;
}

/** What is asked about one handoff; who has more to ask talks to somebody. */
export const QUESTIONS_MAX = 100;

export function answered(question: Question, answer: string, at: Instant, formVersion: number | null): Question {
  return { ...question, answer, answeredAt: at, formVersion };
}
