import type { Instant } from '../platform/duration.js';
import type { Blocker } from './blockers/blocker.js';
import { isAnythingOwed, isDecisionOwed } from './decisions/settling.js';
import { HandoffRoleError, HandoffStateError, ReceiverStateError, StageNotReachedError } from './handoff.errors.js';
import type { HandoffCase } from './handoff-case.js';
import { runningOf } from './handoff-clocks.js';
import type { HandoffSight } from './handoff-sight.js';
import type { Question } from './questions/question.js';
import { hasBegun, mayEnter, type Receiver } from './receivers/receiver.js';
import { reachedStage, whyNotBegun } from './stages/handoff-stages.js';

/** What people do with a handoff, and what its receivers do, named as in the routes. */
export const HANDOFF_ACTS = ['form', 'start', 'cancel', 'told', 'decide', 'questions', 'blockers', 'links'] as const;
export const RECEIVER_ACTS = ['accept', 'return', 'schedule', 'checklist', 'done', 'links'] as const;
export type HandoffAct = (typeof HANDOFF_ACTS)[number];
export type ReceiverAct = (typeof RECEIVER_ACTS)[number];

export interface ActRequest {
  readonly subject: HandoffCase;
  readonly role: HandoffSight;
  readonly now: Instant;
}

interface ReceiverActRequest extends ActRequest {
  readonly receiver: Receiver;
}

type Condition = readonly [holds: boolean, otherwise: () => Error];

const HANDOFF_CONDITIONS: Readonly<Record<HandoffAct, (asked: ActRequest) => readonly Condition[]>> = {
  form: (asked) => [
    gives(asked, 'The form is filled in by whoever gives; a receiver returns it, or asks.'),
    inState(asked, isOpen(asked.subject), 'Only the form of a draft or a running handoff can be filled in'),
  ],
  start: (asked) => [
    gives(asked, 'It is handed over by whoever gives.'),
    inState(asked, isBegunByHand(asked.subject) || isHandedOverAgain(asked.subject), whyNotStarted(asked.subject)),
  ],
  cancel: (asked) => [
    gives(asked, 'It is called off by whoever gives.'),
    inState(
      asked,
      asked.subject.handoff.startsOn !== 'deal.won',
      'The handoff of a win ends with its deal: reopen the deal if it is not won after all, or lose it if it never was',
    ),
    inState(asked, isOpen(asked.subject), 'Only a handoff that is not done can be called off'),
  ],
  told: (asked) => [
    gives(asked, 'The client is told by whoever gives.'),
    inState(
      asked,
      asked.subject.handoff.startedAt !== null && asked.subject.handoff.state !== 'cancelled',
      'The client can be told only once the handoff has started',
    ),
  ],
  decide: (asked) => [
    [asked.role.decides, forAnother('It is decided by whoever decides by its kind or by an exception.')],
    inState(asked, isOpen(asked.subject), 'Only a draft or a running handoff can be decided about'),
    inState(
      asked,
      isDecisionOwed(asked.subject) || isAnythingOwed(asked.subject),
      'There is nothing to decide: nothing that was missed is still owed',
    ),
  ],
  questions: (asked) => [
    inState(asked, isRunning(asked.subject), 'Questions can be asked and answered only while the handoff runs'),
    [givesOrReceives(asked.role), forAnother('Questions are between a receiver and whoever gives.')],
  ],
  blockers: (asked) => [
    inState(asked, isRunning(asked.subject), 'Only a running handoff can be blocked'),
    [givesOrReceives(asked.role), forAnother('It is raised by whoever gives or receives.')],
  ],
  links: (asked) => [isNotOver(asked), gives(asked, 'Whoever gives makes the link to the form.')],
};

const RECEIVER_CONDITIONS: Readonly<Record<ReceiverAct, (asked: ReceiverActRequest) => readonly Condition[]>> = {
  accept: (asked) => [
    ...receives(asked),
    [
      !hasHandedOver(asked),
      forAnother('You have handed it over yourself: somebody else of those who receive it accepts it.'),
    ],
    ofReceiver(asked, mayEnter(asked.receiver, 'accepted'), 'Only a handoff that waits can be accepted'),
  ],
  return: (asked) => [
    ...receives(asked),
    ofReceiver(asked, mayEnter(asked.receiver, 'returned'), 'Only a handoff that is not done can be returned'),
  ],
  schedule: (asked) => [
    ...receives(asked),
    ofReceiver(asked, asked.receiver.state === 'accepted', 'Only an accepted handoff can be scheduled'),
    ofReceiver(asked, isBeforeDeadline(asked), 'The deadline has passed, so no date can be named any more'),
  ],
  checklist: (asked) => [
    ...receives(asked),
    ofReceiver(asked, asked.receiver.state === 'accepted', 'Only the checklist of an accepted handoff can be ticked'),
  ],
  done: (asked) => [
    ...receives(asked),
    ofReceiver(asked, mayEnter(asked.receiver, 'done'), 'Only an accepted handoff can be processed'),
  ],
  // A link does not identify who accepts, so a rep who hands over may not make one for a receiver.
  links: (asked) => [
    isNotOver(asked),
    [asked.role.receives.includes(asked.receiver.place) && !hasHandedOver(asked), isFor(asked.receiver)],
  ],
};

/** Returns what the caller may do with the handoff now. Does not check whether its form is complete. */
export function actsOn(asked: ActRequest): HandoffAct[] {
  return HANDOFF_ACTS.filter((act) => HANDOFF_CONDITIONS[act](asked).every(([holds]) => holds));
}

/** Returns what the caller may do for a receiver now. Does not check whether the checklist is done. */
export function actsFor(asked: ReceiverActRequest): ReceiverAct[] {
  return RECEIVER_ACTS.filter((act) => RECEIVER_CONDITIONS[act](asked).every(([holds]) => holds));
}

/** @throws HandoffRoleError, HandoffStateError with the reason */
export function requireAct(asked: ActRequest, act: HandoffAct): void {
  requireAll(HANDOFF_CONDITIONS[act](asked));
}

/** @throws HandoffRoleError, HandoffStateError, StageNotReachedError, ReceiverStateError with the reason */
export function requireActFor(asked: ReceiverActRequest, act: ReceiverAct): void {
  requireAll(RECEIVER_CONDITIONS[act](asked));
}

/**
 * @throws HandoffRoleError, HandoffStateError, StageNotReachedError unless the caller acts for the receiver and its
 * stage has begun
 */
export function requireReceives(asked: ReceiverActRequest): void {
  requireAll(receives(asked));
}

export function mayAnswer({ subject, role }: ActRequest, question: Question): boolean {
  return isRunning(subject) && question.answer === null && isAsked(role, question);
}

/** Whether the question is addressed to the caller. */
export function isAsked({ gives, receives: places }: HandoffSight, { toGiver, place }: Question): boolean {
  return toGiver ? gives : places.includes(place);
}

export function mayResolve(role: HandoffSight, { ownerRepId }: Blocker): boolean {
  return role.repId === ownerRepId || givesOrReceives(role);
}

function requireAll(conditions: readonly Condition[]): void {
  const broken = conditions.find(([holds]) => !holds);
  if (broken !== undefined) throw broken[1]();
}

const forAnother = (why: string) => () => new HandoffRoleError(why);

const isFor = ({ name }: Receiver) => forAnother(`This is for ${name}: its team, or their managers.`);

function gives({ role }: ActRequest, why: string): Condition {
  return [role.gives, forAnother(why)];
}

const givesOrReceives = ({ gives: isGiver, receives: places }: HandoffSight) => isGiver || places.length > 0;

/** A receiver can act only once its stage has begun, that is, after earlier stages are done. */
function receives({ subject, role, receiver }: ReceiverActRequest): readonly Condition[] {
  const { handoff, kind, receivers } = subject;
  const notBegun = () =>
    new StageNotReachedError(
      kind.body.stages![reachedStage(receivers)! - 1]!.name,
      whyNotBegun(kind.body, receivers, receiver.place),
    );
  return [
    [role.receives.includes(receiver.place), isFor(receiver)],
    [
      isRunning(subject) || receiver.state === 'done',
      () => new HandoffStateError('Only a running handoff can be received', handoff),
    ],
    [hasBegun(receiver), notBegun],
  ];
}

function inState({ subject: { handoff } }: ActRequest, holds: boolean, why: string): Condition {
  return [holds, () => new HandoffStateError(why, handoff)];
}

function ofReceiver({ receiver }: ReceiverActRequest, holds: boolean, why: string): Condition {
  return [holds, () => new ReceiverStateError(why, receiver)];
}

function isNotOver(asked: ActRequest): Condition {
  return inState(asked, isOpen(asked.subject), 'A link can be made only until the handoff is over');
}

const isRunning = ({ handoff: { state } }: HandoffCase) => state === 'running';

const isOpen = ({ handoff: { state } }: HandoffCase) => state === 'draft' || state === 'running';

/** Whether the caller hands it over. The giver must not also confirm that it arrived. */
function hasHandedOver({ subject: { ownerId, handoff }, role: { repId } }: ActRequest): boolean {
  return repId !== null && (repId === ownerId || repId === handoff.giverRepId);
}

/**
 * Whether a draft is to be started by hand. That includes a draft of a won deal: its kind may require less by now, so
 * that the form is complete without another change.
 */
export function isBegunByHand({ handoff, deal }: HandoffCase): boolean {
  return handoff.state === 'draft' && (handoff.startsOn !== 'deal.won' || deal?.stage === 'won');
}

function isHandedOverAgain(subject: HandoffCase): boolean {
  return isRunning(subject) && subject.receivers.some(({ state }) => state === 'returned');
}

function whyNotStarted({ handoff: { state } }: HandoffCase): string {
  if (state === 'draft') return 'The handoff of a win starts when its deal is won';
  return state === 'running'
    ? 'A running handoff can be handed over again only after a receiver returned it'
    : 'Only a draft, or what a receiver returned, can be handed over';
}

function isBeforeDeadline({ subject, receiver, now }: ReceiverActRequest): boolean {
  const clock = runningOf(subject, { kind: 'handoffComplete', step: receiver.place });
  return clock !== undefined && (clock.dueAt === null || clock.dueAt > now);
}
