import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { changesBetween } from '../../documents/change.js';
import { faultsOfPatch, patched } from '../../forms/merge-patch.js';
import { fault, under } from '../../platform/input/fault.js';
import { InvalidRequestError, NotFoundError, refuse } from '../../platform/input/refusal.js';
import type { JsonRecord } from '../../platform/sql/sql.js';
import { amendForm } from '../form/handoff-forms.service.js';
import { HandoffRoleError, HandoffStateError, QuestionAnsweredError } from '../handoff.errors.js';
import { actorIn, HandoffActing, type OpenedForAction } from '../handoff-acting.service.js';
import { isAddressedTo, requireAct } from '../handoff-acts.js';
import type { HandoffCase } from '../handoff-case.js';
import { hasBegun } from '../receivers/receiver.js';
import type { AnswerBody, QuestionBody } from './question.dto.js';
import { answerQuestion, askQuestion, isOfDeal, isOfRecord, QUESTIONS_MAX, type Question } from './question.js';

/** The addressee of a question, and the place of the receiver on either side of it. */
interface Addressee {
  readonly isGiver: boolean;
  readonly repId: string | null;
  readonly place: number;
}

const TOO_MANY = fault(
  '',
  'tooMany',
  `Expected at most ${QUESTIONS_MAX} questions about one handoff: return it if so much is unclear.`,
);

/** Lets the parties of a handoff ask and answer inside it. */
@Injectable()
export class HandoffQuestions {
  constructor(private readonly acting: HandoffActing) {}

  /** Asks a question. The answer is due within the time in which the receiver accepts handoffs. */
  ask(id: string, { text, to }: QuestionBody, caller: Caller): Promise<HandoffCase> {
    return this.acting.change(id, caller, (opened) => {
      requireAct(opened, 'questions');
      const { work, subject } = opened;
      if (subject.questions.length >= QUESTIONS_MAX) refuse(TOO_MANY);
      const { isGiver, repId, place } = addresseeOf(opened, to);
      askQuestion(work, subject, { text, place, toGiver: isGiver, toRepId: repId }, actorIn(caller));
    });
  }

  /**
   * Answers a question. Sending the same answer again has no effect.
   * @throws NotFoundError unless the question belongs to the handoff, HandoffRoleError unless it is addressed to the
   * caller, QuestionAnsweredError if it has another answer, as the new one would not reach anybody
   */
  answer(id: string, questionId: string, body: AnswerBody, caller: Caller): Promise<HandoffCase> {
    const { text, amend } = body;
    return this.acting.change(id, caller, (opened) => {
      const { work, subject, role } = opened;
      requireRunning(subject);
      const question = subject.questions.find((each) => each.id === questionId.toLowerCase());
      if (question === undefined) throw new NotFoundError('question', questionId);
      if (!isAddressedTo(role, question))
        throw new HandoffRoleError('Only the person to whom the question is addressed can answer it.');
      if (question.answer !== null) {
        if (saysTheSame(subject, question, body)) return;
        throw new QuestionAnsweredError(question);
      }
      if (amend !== undefined && !role.gives)
        throw new HandoffRoleError('Only the giver can amend the form: answer in words.');
      const { form, formVersion } = subject.handoff;
      const next = amend === undefined ? form : readAmended(opened, amend);
      const isAmended = changesBetween(form, next).length > 0;
      // Answered before the form is amended, as an amendment may itself answer the open question about the deal.
      answerQuestion(work, subject, question, { text, formVersion: isAmended ? formVersion + 1 : null });
      amendForm(work, subject, next);
      if (isOfRecord(question)) settleRecord(subject, question);
      for (const repId of askersOf(subject, question))
        work.notify(repId, 'handoff.answered', subject, {
          questionId: question.id,
          number: question.number,
          ...(work.actor.type === 'rep' && { byRepId: work.actor.id }),
        });
    });
  }
}

function saysTheSame({ handoff }: HandoffCase, { answer }: Question, { text, amend }: AnswerBody): boolean {
  const isAmended = amend === undefined || changesBetween(handoff.form, patched(handoff.form, amend)).length === 0;
  return answer === text && isAmended;
}

function readAmended({ subject: { handoff, kind } }: OpenedForAction, amend: JsonRecord): JsonRecord {
  refuse(under('/amend', faultsOfPatch(kind.form, handoff.form, amend)));
  return patched(handoff.form, amend);
}

/** Returns the addressee. A receiver asks the giver by default; the giver has to name a receiver. */
function addresseeOf({ subject, role }: OpenedForAction, to: string | undefined): Addressee {
  const wanted = to?.trim().toLowerCase();
  const receiver = subject.receivers.find(
    ({ name, ownerRepId }) => wanted === name.toLowerCase() || wanted === ownerRepId,
  );
  const [place] = role.receives;
  if (receiver !== undefined && role.gives)
    return { isGiver: false, repId: receiver.ownerRepId, place: receiver.place };
  if (receiver !== undefined) throw new HandoffRoleError('A receiver can ask only the giver.');
  const isForGiver = wanted === undefined || wanted === 'giver' || wanted === subject.ownerId;
  if (isForGiver && place !== undefined) return { isGiver: true, repId: subject.ownerId, place };
  const names = [
    ...(place === undefined ? [] : ['giver']),
    ...(role.gives ? subject.receivers.map(({ name }) => name) : []),
  ].map((name) => JSON.stringify(name));
  throw new InvalidRequestError([
    fault('/to', wanted === undefined ? 'required' : 'value', `Expected one of ${names.join(', ')}.`),
  ]);
}

/**
 * Clears the omitted fields of a receiver's record once the receiver has answered all questions about it: they have
 * then seen to these fields themselves.
 */
function settleRecord(subject: HandoffCase, { place }: Question): void {
  if (subject.questions.some((each) => isOfRecord(each) && each.place === place && each.answer === null)) return;
  const ids = subject.records.filter((each) => each.place === place).map(({ id }) => id);
  subject.seenTo.push(...ids);
  subject.updates = subject.updates.map((each) => (ids.includes(each.recordId) ? { ...each, omitted: [] } : each));
}

/**
 * Returns who is notified of an answer: the receiver's owner if the giver was asked, else the giver; for a question
 * about the deal, the owners of all receivers whose stage has begun.
 */
function askersOf(subject: HandoffCase, question: Question): ReadonlySet<string | null> {
  const { toGiver, place } = question;
  if (isOfDeal(question)) return new Set(subject.receivers.filter(hasBegun).map(({ ownerRepId }) => ownerRepId));
  return new Set([toGiver ? subject.receiver(place).ownerRepId : subject.ownerId]);
}

function requireRunning({ handoff }: HandoffCase): void {
  if (handoff.state !== 'running')
    throw new HandoffStateError('Questions can be asked and answered only while the handoff runs', handoff);
}
