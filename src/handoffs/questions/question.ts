import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { type Actor, system } from '../../platform/actor.js';
import type { Row } from '../../platform/table.js';
import type { HandoffCase } from '../handoff-case.js';
import { beginPromise, keepPromise, owedBy } from '../handoff-clocks.js';
import type { HANDOFF_QUESTION } from './question.table.js';

/** Something that a party to a handoff wants to know of another one. */
export interface Question extends Omit<Row<typeof HANDOFF_QUESTION>, 'askedByType' | 'askedById' | 'askedByRule'> {
  readonly askedBy: Actor;
}

/** What is asked about one handoff; who has more to ask talks to somebody. */
export const QUESTIONS_MAX = 100;

/** The rules by which Touchline itself asks. */
const RECORDS = 'records';
const DEALS = 'deals';

type NewQuestion = Pick<Question, 'text' | 'place' | 'toGiver' | 'toRepId'>;

/** Whoever is asked owes an answer; pressed twice, it is asked once. */
export function askQuestion(
  work: UnitOfWork,
  subject: HandoffCase,
  asked: NewQuestion,
  askedBy: Actor,
  more: Telling = {},
): void {
  if (subject.questions.some((each) => isSame(each, asked))) return;
  const number = subject.questions.length + 1;
  const question: Question = {
    ...{ id: work.newId(), handoffId: subject.subjectId, number, ...asked, askedBy, askedAt: work.now },
    ...{ answer: null, answeredAt: null, formVersion: null },
  };
  subject.questions = [...subject.questions, question];
  work.record(subject, 'handoff.asked', { questionId: question.id, number, toRepId: asked.toRepId });
  beginPromise(work, subject, { kind: 'handoffQuestion', step: number }, asked.toRepId);
  tellAsked(work, subject, question, more);
}

/** What the notification of a question says besides. */
interface Telling {
  /** What the deal is worth, where it is asked because of that. */
  readonly worth?: string;
}

function tellAsked(
  work: UnitOfWork,
  subject: HandoffCase,
  { id, number, toRepId, askedBy }: Question,
  more: Telling,
): void {
  const facts = { questionId: id, ...askedByIn(askedBy), ...more };
  work.tell(toRepId, 'handoff.asked', subject, {
    ...facts,
    ...owedBy(subject, { kind: 'handoffQuestion', step: number }),
  });
}

/** Whether Touchline itself asks. */
export function isAutomatic(question: Pick<Question, 'askedBy'>): boolean {
  return isOfRecord(question) || isOfDeal(question);
}

/** Who asks, where that is a rep or Touchline itself; nobody knows who has a link. */
function askedByIn(askedBy: Actor): {
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

/** Whether Touchline asks it about the record of a receiver. */
export function isOfRecord({ askedBy }: Pick<Question, 'askedBy'>): boolean {
  return isByRule(askedBy, RECORDS);
}

/** Whether Touchline asks it because the deal no longer fits what was handed over. */
export function isOfDeal({ askedBy }: Pick<Question, 'askedBy'>): boolean {
  return isByRule(askedBy, DEALS);
}

/**
 * Touchline asks the giver what holds, because the deal no longer fits what was handed over. A question that is still
 * open says what is so now, with its deadline as it is: changing the deal again gains no time.
 * @param told what the giver is told besides; of one that is open already they are told where the deal is worth something else
 * @returns the question; undefined if so much is asked already that nothing more is
 */
export function askAboutDeal(
  work: UnitOfWork,
  subject: HandoffCase,
  { text, place }: Pick<Question, 'text' | 'place'>,
  told: Telling = {},
): Question | undefined {
  const open = openAboutDeal(subject);
  if (open !== undefined) {
    subject.questions = subject.questions.map((each) => (each === open ? { ...each, text } : each));
    if (told.worth !== undefined) tellAsked(work, subject, open, told);
  } else if (subject.questions.length < QUESTIONS_MAX)
    askQuestion(work, subject, { text, place, toGiver: true, toRepId: subject.ownerId }, system(DEALS), told);
  return openAboutDeal(subject);
}

/** What Touchline has asked about the deal and nobody has answered yet. */
export function openAboutDeal({ questions }: HandoffCase): Question | undefined {
  return questions.find((each) => isOfDeal(each) && each.answer === null);
}

/** The answer of a question about the deal that has settled itself. */
const FITS_AGAIN = 'The form fits the deal again.';

/** Whether nobody answered it: what it asked about is no longer so. */
export function hasSettledItself(question: Question): boolean {
  return isOfDeal(question) && question.answer === FITS_AGAIN;
}

/** Nothing is open any more of what was asked about the deal. */
export function settleAboutDeal(work: UnitOfWork, subject: HandoffCase): void {
  const open = openAboutDeal(subject);
  if (open === undefined) return;
  answerQuestion(work, subject, open, { text: FITS_AGAIN, formVersion: null });
}

/** Gives a question its answer, which keeps the promise of whoever was asked. */
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

/** What Touchline itself asks of a receiver about its record. What is over, or asked about enough, is left. */
export function askAboutRecord(work: UnitOfWork, subject: HandoffCase, place: number, text: string): void {
  if (subject.handoff.state !== 'running' || subject.questions.length >= QUESTIONS_MAX) return;
  const toRepId = subject.receiver(place).ownerRepId;
  askQuestion(work, subject, { text, place, toGiver: false, toRepId }, system(RECORDS));
}

function isSame({ answer, toGiver, place, text }: Question, asked: NewQuestion): boolean {
  return answer === null && toGiver === asked.toGiver && place === asked.place && text === asked.text;
}
