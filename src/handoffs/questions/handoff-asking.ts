import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { type Actor, system } from '../../platform/actor.js';
import type { HandoffCase } from '../handoff-case.js';
import { beginPromise, owedBy } from '../handoff-clocks.js';
import { QUESTIONS_MAX, type Question } from './question.js';

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
