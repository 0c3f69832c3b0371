import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { readBody } from '../../platform/input/checked.js';
import { InvalidRequestError } from '../../platform/input/refusal.js';
import type { HandoffCase } from '../handoff-case.js';
import type { LinkRole } from '../page/handoff-links.service.js';
import type { ShownQuestions } from '../page/handoff-pages.js';
import type { ReceivedHandoff } from '../receivers/receiving-page.service.js';
import { HandoffQuestions } from './handoff-questions.service.js';
import { AnswerBody, QuestionBody } from './question.dto.js';
import { hasSettledItself, isAutomatic, type Question } from './question.js';

const ASK = 'ask';
const ANSWER = /^answer ([1-9]\d{0,3})$/;

/** Lets people without a key ask and answer about a handoff. */
@Injectable()
export class QuestionPages {
  constructor(private readonly questions: HandoffQuestions) {}

  /**
   * Returns the questions as a page shows them; empty if there are none and none can be asked.
   * @param giver the giver's name
   * @param sent the form fields that were posted and rejected
   */
  show(
    subject: HandoffCase,
    role: LinkRole,
    giver: string,
    sent = new URLSearchParams(),
  ): { readonly questions?: ShownQuestions } {
    const isRunning = subject.handoff.state === 'running';
    const canAsk = isRunning && role !== 'form';
    const typed = (what: string) => (sent.get(':do') === what ? (sent.get('text') ?? '') : '');
    const questions = subject.questions
      .filter(({ place }) => role === 'form' || place === role)
      .map((question) => {
        const receiver = subject.receiver(question.place).name;
        const { number, text, answer, toGiver } = question;
        return {
          number,
          text,
          answer,
          by: toGiver ? receiver : giver,
          of: toGiver ? giver : receiver,
          isAutomatic: isAutomatic(question),
          hasSettledItself: hasSettledItself(question),
          isToAnswer: isRunning && isToAnswer(question, role),
          typed: typed(`answer ${number}`),
        };
      });
    return canAsk || questions.length > 0 ? { questions: { asked: questions, canAsk, typed: typed(ASK) } } : {};
  }

  /** @returns null if another button was pressed */
  async act(subject: HandoffCase, sent: URLSearchParams, caller: Caller): Promise<ReceivedHandoff | null> {
    const wanted = sent.get(':do') ?? '';
    const { id } = subject.handoff;
    const text = (sent.get('text') ?? '').replaceAll('\r\n', '\n');
    if (wanted === ASK)
      return { subject: await this.questions.ask(id, read(QuestionBody, text), caller), notice: 'It is asked.' };
    const number = ANSWER.exec(wanted)?.[1];
    const question = subject.questions.find((each) => each.number === Number(number));
    if (question === undefined) return null;
    const answered = await this.questions.answer(id, question.id, read(AnswerBody, text), caller);
    return { subject: answered, notice: 'It is answered.' };
  }
}

function isToAnswer({ answer, toGiver, place }: Question, role: LinkRole): boolean {
  return answer === null && (toGiver ? role === 'form' : role === place);
}

/** @throws InvalidRequestError with what is wrong, in words */
function read(schema: typeof QuestionBody | typeof AnswerBody, text: string): { readonly text: string } {
  const { body, faults } = readBody<{ readonly text: string }>(schema, { text });
  if (faults.length > 0) throw new InvalidRequestError(faults);
  return body;
}
