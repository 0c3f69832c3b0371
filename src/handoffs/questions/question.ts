import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { type Actor, system } from '../../platform/actor.js';
import type { Instant } from '../../platform/duration.js';
import type { Row } from '../../platform/table.js';
import type { HandoffCase } from '../handoff-case.js';
import { beginPromise, owedBy } from '../handoff-clocks.js';
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

const RECORDS = 'records';

type NewQuestion = Pick<Question, 'text' | 'place' | 'toGiver' | 'toRepId'>;

/** Whoever is asked owes an answer; pressed twice, it is asked once. */
export function askQuestion(work: UnitOfWork, subject: HandoffCase, asked: NewQuestion, askedBy: Actor): void {
  if (subject.questions.some((each) => isSame(each, asked))) return;
  const number = subject.questions.length + 1;
  const question: Question = {
    ...{ id: work.newId(), handoffId: subject.subjectId, number, ...asked, askedBy, askedAt: work.now },
    ...{ answer: null, answeredAt: null, formVersion: null },
  };
  subject.questions = [...subject.questions, question];
  work.record(subject, 'handoff.asked', { questionId: question.id, number, toRepId: asked.toRepId });
  const owed = { kind: 'handoffQuestion', step: number } as const;
  beginPromise(work, subject, owed, asked.toRepId);
  const facts = { questionId: question.id, ...askedByIn(askedBy) };
  work.tell(asked.toRepId, 'handoff.asked', subject, { ...facts, ...owedBy(subject, owed) });
}

/** Who asks, where that is a rep or Touchline itself; nobody knows who has a link. */
function askedByIn(askedBy: Actor): { readonly byRepId?: string; readonly isOfRecord?: true } {
  if (askedBy.type === 'rep') return { byRepId: askedBy.id };
  return askedBy.type === 'system' && askedBy.rule === RECORDS ? { isOfRecord: true } : {};
}

/** What Touchline itself asks of a receiver about its record. What is over, or asked about enough, is left. */
export function askAboutRecord(work: UnitOfWork, subject: HandoffCase, place: number, text: string): void {
  if (subject.handoff.state !== 'running' || subject.questions.length >= QUESTIONS_MAX) return;
  const toRepId = subject.receiver(place).ownerRepId;
  askQuestion(work, subject, { text, place, toGiver: false, toRepId }, system(RECORDS));
}

function isSame({ answer, toGiver, place, text }: Question, asked: NewQuestion): boolean {
  return answer === null && toGiver === asked.toGiver && place === asked.place && text === asked.text;
}
