import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Row } from '../../platform/sql/table.js';
import { type Actor, system } from '../../platform/values/actor.js';
import type { HandoffCase } from '../handoff-case.js';
import { beginPromise, keepPromise, owedBy } from '../handoff-clocks.js';
import type { HANDOFF_QUESTION } from './question.table.js';

/** A question about a handoff, by one of its parties or by Touchline itself. */
export interface Question extends Omit<Row<typeof HANDOFF_QUESTION>, 'askedByType' | 'askedById' | 'askedByRule'> {
  readonly askedBy: Actor;
}

/** The number of questions about one handoff. A case that needs more needs a conversation. */
export const QUESTIONS_MAX = 100;

/** The rules under which Touchline itself asks. */
export const RECORDS = 'records';
const DEALS = 'deals';

type NewQuestion = Pick<Question, 'text' | 'place' | 'toGiver' | 'toRepId'>;

/**
 * Asks a question, to which the addressee owes an answer. Does nothing if the same question is open, as after a button
 * was pressed twice.
 */
export function askQuestion(
  work: UnitOfWork,
  subject: HandoffCase,
  next: NewQuestion,
  askedBy: Actor,
  more: QuestionFacts = {},
): void {
  if (subject.questions.some((each) => isSame(each, next))) return;
  const number = subject.questions.length + 1;
  const question: Question = {
    id: work.newId(),
    handoffId: subject.subjectId,
    number,
    ...next,
    askedBy,
    askedAt: work.now,
    answer: null,
    answeredAt: null,
    formVersion: null,
  };
  subject.questions = [...subject.questions, question];
  work.record(subject, 'handoff.asked', { questionId: question.id, number, toRepId: next.toRepId });
  beginPromise(work, subject, { kind: 'handoffQuestion', step: number }, next.toRepId);
  notifyRecipient(work, subject, question, more);
}

/** Further facts in the notification of a question. */
interface QuestionFacts {
  /** The worth of the deal, if the question is asked because of it. */
  readonly worth?: string;
}

function notifyRecipient(
  work: UnitOfWork,
  subject: HandoffCase,
  { id, number, toRepId, askedBy }: Question,
  more: QuestionFacts,
): void {
  const facts = { questionId: id, ...askerOf(askedBy), ...more };
  work.notify(toRepId, 'handoff.asked', subject, {
    ...facts,
    ...owedBy(subject, { kind: 'handoffQuestion', step: number }),
  });
}

/** Whether Touchline itself asked it. */
export function isAutomatic(question: Pick<Question, 'askedBy'>): boolean {
  return isOfRecord(question) || isOfDeal(question);
}

/** Returns who asked, if that is a rep or Touchline itself. A link does not identify a person. */
function askerOf(askedBy: Actor): {
  readonly byRepId?: string;
  readonly isOfRecord?: true;
  readonly isOfDeal?: true;
} {
  if (askedBy.type === 'rep') return { byRepId: askedBy.id };
  if (isByRule(askedBy, RECORDS)) return { isOfRecord: true };
  return isByRule(askedBy, DEALS) ? { isOfDeal: true } : {};
}

function isByRule(askedBy: Actor, rule: string): boolean {
  return askedBy.type === 'system' && askedBy.rule === rule;
}

/** Whether Touchline asked it about the record of a receiver. */
export function isOfRecord({ askedBy }: Pick<Question, 'askedBy'>): boolean {
  return isByRule(askedBy, RECORDS);
}

/** Whether Touchline asked it because the deal no longer fits what was handed over. */
export function isOfDeal({ askedBy }: Pick<Question, 'askedBy'>): boolean {
  return isByRule(askedBy, DEALS);
}

/**
 * Asks the giver what holds, as the deal no longer fits what was handed over. If such a question is open, it gets the
 * new text and keeps its deadline, so that changing the deal again gains no time.
 * @param facts further facts for the giver; for a question that is open already, the giver is notified only if they
 * include the worth
 * @returns the question; undefined if there are QUESTIONS_MAX others already
 */
export function askAboutDeal(
  work: UnitOfWork,
  subject: HandoffCase,
  { text, place }: Pick<Question, 'text' | 'place'>,
  facts: QuestionFacts = {},
): Question | undefined {
  const open = openAboutDeal(subject);
  if (open !== undefined) {
    subject.questions = subject.questions.map((each) => (each === open ? { ...each, text } : each));
    if (facts.worth !== undefined) notifyRecipient(work, subject, open, facts);
  } else if (subject.questions.length < QUESTIONS_MAX)
    askQuestion(work, subject, { text, place, toGiver: true, toRepId: subject.ownerId }, system(DEALS), facts);
  return openAboutDeal(subject);
}

/** Returns the question about the deal that is not answered yet. */
export function openAboutDeal({ questions }: HandoffCase): Question | undefined {
  return questions.find((each) => isOfDeal(each) && each.answer === null);
}

/** The answer to a question about the deal once the form fits the deal again. */
const FITS_AGAIN = 'The form fits the deal again.';

/** Whether Touchline answered it by itself, because the form fits the deal again. */
export function hasSettledItself(question: Question): boolean {
  return isOfDeal(question) && question.answer === FITS_AGAIN;
}

/** Answers the open question about the deal, if there is one, as the form fits the deal again. */
export function settleAboutDeal(work: UnitOfWork, subject: HandoffCase): void {
  const open = openAboutDeal(subject);
  if (open === undefined) return;
  answerQuestion(work, subject, open, { text: FITS_AGAIN, formVersion: null });
}

/** Stores the answer to a question, which keeps the promise of the addressee. */
export function answerQuestion(
  work: UnitOfWork,
  subject: HandoffCase,
  question: Question,
  { text, formVersion }: { readonly text: string; readonly formVersion: number | null },
): void {
  const { id: questionId, number } = question;
  subject.questions = subject.questions.map((each) =>
    each.number === number ? { ...each, answer: text, answeredAt: work.now, formVersion } : each,
  );
  keepPromise(work, subject, { kind: 'handoffQuestion', step: number });
  work.record(subject, 'handoff.answered', { questionId, number, ...(formVersion !== null && { formVersion }) });
}

/**
 * Asks a receiver about its record on behalf of Touchline, if the handoff runs and has fewer than QUESTIONS_MAX
 * questions.
 */
export function askAboutRecord(work: UnitOfWork, subject: HandoffCase, place: number, text: string): void {
  if (subject.handoff.state !== 'running' || subject.questions.length >= QUESTIONS_MAX) return;
  const toRepId = subject.receiver(place).ownerRepId;
  askQuestion(work, subject, { text, place, toGiver: false, toRepId }, system(RECORDS));
}

function isSame({ answer, toGiver, place, text }: Question, next: NewQuestion): boolean {
  return answer === null && toGiver === next.toGiver && place === next.place && text === next.text;
}
