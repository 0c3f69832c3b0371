import { BarredError } from '../lifecycle/touches/reading-touches.js';
import { type Fault, fault } from '../platform/input/fault.js';
import { defineRefusal } from '../platform/input/refusal.js';
import type { HandoffObstacle } from './form/missing.js';
import type { HandoffState } from './handoff.js';
import type { Receiver, ReceiverState } from './receivers/receiver.js';

/** 409: the form is incomplete. */
export class HandoffIncompleteError extends BarredError {
  readonly code = 'handoff-incomplete';
  readonly fault = 'handoffIncomplete';
  readonly kind = 'conflict';
  readonly title = 'The handoff is not complete';
  override readonly errors: readonly Fault[];
  override readonly facts: { readonly handoffId: string | null };

  /**
   * @param handoffId null if there is no handoff yet whose form could be filled in
   * @param isRunning whether it was handed over complete, and this change would remove something
   */
  constructor(handoffId: string | null, missing: readonly HandoffObstacle[], isRunning = false) {
    const pieces = missing.length === 1 ? 'One piece' : `${missing.length} pieces`;
    const verb = isRunning ? 'would be' : missing.length === 1 ? 'is' : 'are';
    const handedOver = isRunning ? 'It was handed over complete, and has to stay complete. ' : '';
    const which = missing.length === 1 ? ':' : '; the first:';
    const next = handoffId === null || isRunning ? '' : ` Fill in the form: PATCH /v1/handoffs/${handoffId}/form.`;
    super(`${handedOver}${pieces} ${verb} missing${which} ${missing[0]!.text}${next}`);
    this.errors = missing.map(({ pointer, text }) => fault(pointer, 'missing', text));
    this.facts = { handoffId };
  }
}

const STANDING: Readonly<Record<HandoffState, string>> = {
  draft: 'still a draft',
  running: 'running',
  done: 'already done',
  cancelled: 'already cancelled',
};

/** 409: the handoff is not in a state in which this can be done. */
export class HandoffStateError extends defineRefusal('handoff-state', 'conflict', 'Not in this state') {
  override readonly facts: { readonly state: HandoffState };

  constructor(what: string, { state }: { readonly state: HandoffState }) {
    super(`${what}; this handoff is ${STANDING[state]}.`);
    this.facts = { state };
  }
}

const RECEIVED: Readonly<Record<ReceiverState, string>> = {
  waiting: 'has yet to accept it',
  accepted: 'has already accepted it',
  returned: 'has returned it',
  done: 'has already processed it',
};

/** 409: the receiver is not in a state in which this can be done. */
export class ReceiverStateError extends defineRefusal('receiver-state', 'conflict', 'Not in this state') {
  override readonly facts: { readonly state: ReceiverState };

  constructor(what: string, { name, state }: Pick<Receiver, 'name' | 'state'>) {
    super(`${what}; ${name} ${RECEIVED[state]}.`);
    this.facts = { state };
  }
}

/** 409: the question has another answer already. */
export class QuestionAnsweredError extends defineRefusal('question-answered', 'conflict', 'It is answered already') {
  constructor({ number }: { readonly number: number }) {
    super(
      `Question ${number} already has an answer, which cannot be changed: amend the form, or ask another question.`,
    );
  }
}

/** 409: earlier stages have to be done first. */
export class StageNotReachedError extends defineRefusal('stage-not-reached', 'conflict', 'Its stage is not reached') {
  override readonly facts: { readonly stage: string };

  /** @param stage the one that the handoff has reached @param why what has to be done first, in a sentence */
  constructor(stage: string, why: string) {
    super(why);
    this.facts = { stage };
  }
}

/** 403: the caller is a party, but another party has to do this. */
export class HandoffRoleError extends defineRefusal('handoff-role', 'forbidden', 'For another party') {
  constructor(message: string) {
    super(message);
  }
}

/** 409: the record may exist, and its tool cannot tell. */
export class RecordMayExistError extends defineRefusal('record-may-exist', 'conflict', 'The record may already exist') {
  constructor() {
    super(
      'An earlier request may have created it, and the tool offers no key or search to check: look there, and send "notThere": true if it is missing.',
    );
  }
}

/** 409: entries of the checklist are not done. */
export class ChecklistOpenError extends defineRefusal('checklist-open', 'conflict', 'The checklist is not done') {
  override readonly errors: readonly Fault[];

  /** @param open the entries that are not done, each in its own words */
  constructor(open: readonly Fault[]) {
    super(
      `${open.length === 1 ? 'One entry is not done:' : `${open.length} entries are not done; the first:`} ${open[0]!.message}`,
    );
    this.errors = open;
  }
}
