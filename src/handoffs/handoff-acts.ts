import type { Instant } from '../platform/values/duration.js';
import type { Blocker } from './blockers/blocker.js';
import { isAnythingOwed, isDecisionOwed } from './decisions/settling.js';
import { HandoffRoleError, HandoffStateError, ReceiverStateError, StageNotReachedError } from './handoff.errors.js';
import type { HandoffCase } from './handoff-case.js';
import { runningOf } from './handoff-clocks.js';
import type { HandoffSight } from './handoff-sight.js';
import { reachedStage, whyNotBegun } from './handoff-stages.js';
import type { Question } from './questions/question.js';
import { hasBegun, mayEnter, type Receiver } from './receivers/receiver.js';

/** What people do with a handoff, and what its receivers do, named as in the routes. */
export const HANDOFF_ACTS = ['form', 'start', 'cancel', 'told', 'decide', 'questions', 'blockers', 'links'] as const;
export const RECEIVER_ACTS = ['accept', 'return', 'schedule', 'checklist', 'done', 'links'] as const;
type HandoffAct = (typeof HANDOFF_ACTS)[number];
type ReceiverAct = (typeof RECEIVER_ACTS)[number];

export interface ActRequest {
  readonly subject: HandoffCase;
  readonly role: HandoffSight;
  readonly now: Instant;
}

interface ReceiverActRequest extends ActRequest {
  readonly receiver: Receiver;
}

type Condition = readonly [holds: boolean, otherwise: () => Error];

const HANDOFF_CONDITIONS: Readonly<Record<HandoffAct, (request: ActRequest) => readonly Condition[]>> = {
  form: (request) => [
    gives(request, 'Only the giver can fill in the form; a receiver can return the handoff or ask a question.'),
    inState(request, isOpen(request.subject), 'Only the form of a draft or a running handoff can be filled in'),
  ],
  start: (request) => [
    gives(request, 'Only the giver can hand it over.'),
    inState(
      request,
      isBegunByHand(request.subject) || isHandedOverAgain(request.subject),
      whyNotStarted(request.subject),
    ),
  ],
  cancel: (request) => [
    gives(request, 'Only the giver can call it off.'),
    inState(
      request,
      request.subject.handoff.startsOn !== 'deal.won',
      'The handoff of a win ends with its deal: reopen the deal if it is not won after all, or lose it if it never was',
    ),
    inState(request, isOpen(request.subject), 'Only a handoff that is not done can be called off'),
  ],
  told: (request) => [
    gives(request, 'Only the giver can report that the client was told.'),
    inState(
      request,
      request.subject.handoff.startedAt !== null && request.subject.handoff.state !== 'cancelled',
      'The client can be told only once the handoff has started',
    ),
  ],
  decide: (request) => [
    [request.role.decides, forAnother('Only the decider of its kind or of an exception can decide about it.')],
    inState(request, isOpen(request.subject), 'Only a draft or a running handoff can be decided about'),
    inState(
      request,
      isDecisionOwed(request.subject) || isAnythingOwed(request.subject),
      'There is nothing to decide: nothing that was missed is still owed',
    ),
  ],
  questions: (request) => [
    inState(request, isRunning(request.subject), 'Questions can be asked and answered only while the handoff runs'),
    [givesOrReceives(request.role), forAnother('Only a receiver and the giver can ask each other questions.')],
  ],
  blockers: (request) => [
    inState(request, isRunning(request.subject), 'Only a running handoff can be blocked'),
    [givesOrReceives(request.role), forAnother('Only the giver or a receiver can report a blocker.')],
  ],
  links: (request) => [isNotOver(request), gives(request, 'Only the giver can make a link to the form.')],
};

const RECEIVER_CONDITIONS: Readonly<Record<ReceiverAct, (request: ReceiverActRequest) => readonly Condition[]>> = {
  accept: (request) => [
    ...receives(request),
    [
      !hasHandedOver(request),
      forAnother('You have handed it over yourself: another person among its receivers has to accept it.'),
    ],
    ofReceiver(request, mayEnter(request.receiver, 'accepted'), 'Only a handoff that waits can be accepted'),
  ],
  return: (request) => [
    ...receives(request),
    ofReceiver(request, mayEnter(request.receiver, 'returned'), 'Only a handoff that is not done can be returned'),
  ],
  schedule: (request) => [
    ...receives(request),
    ofReceiver(request, request.receiver.state === 'accepted', 'Only an accepted handoff can be scheduled'),
    ofReceiver(request, isBeforeDeadline(request), 'The deadline has passed, so no date can be named any more'),
  ],
  checklist: (request) => [
    ...receives(request),
    ofReceiver(
      request,
      request.receiver.state === 'accepted',
      'Only the checklist of an accepted handoff can be ticked',
    ),
  ],
  done: (request) => [
    ...receives(request),
    ofReceiver(request, mayEnter(request.receiver, 'done'), 'Only an accepted handoff can be processed'),
  ],
  // A link does not identify who accepts, so a rep who hands over may not make one for a receiver.
  links: (request) => [
    isNotOver(request),
    [request.role.receives.includes(request.receiver.place) && !hasHandedOver(request), isFor(request.receiver)],
  ],
};

/** Returns what the caller may do with the handoff now. Does not check whether its form is complete. */
export function actsOn(request: ActRequest): HandoffAct[] {
  return HANDOFF_ACTS.filter((act) => HANDOFF_CONDITIONS[act](request).every(([holds]) => holds));
}

/** Returns what the caller may do for a receiver now. Does not check whether the checklist is done. */
export function actsFor(request: ReceiverActRequest): ReceiverAct[] {
  return RECEIVER_ACTS.filter((act) => RECEIVER_CONDITIONS[act](request).every(([holds]) => holds));
}

/** @throws HandoffRoleError, HandoffStateError with the reason */
export function requireAct(request: ActRequest, act: HandoffAct): void {
  requireAll(HANDOFF_CONDITIONS[act](request));
}

/** @throws HandoffRoleError, HandoffStateError, StageNotReachedError, ReceiverStateError with the reason */
export function requireActFor(request: ReceiverActRequest, act: ReceiverAct): void {
  requireAll(RECEIVER_CONDITIONS[act](request));
}

/**
 * @throws HandoffRoleError, HandoffStateError, StageNotReachedError unless the caller acts for the receiver and its
 * stage has begun
 */
export function requireReceives(request: ReceiverActRequest): void {
  requireAll(receives(request));
}

export function mayAnswer({ subject, role }: ActRequest, question: Question): boolean {
  return isRunning(subject) && question.answer === null && isAddressedTo(role, question);
}

/** Whether the question is addressed to the caller. */
export function isAddressedTo({ gives, receives: places }: HandoffSight, { toGiver, place }: Question): boolean {
  return toGiver ? gives : places.includes(place);
}

export function mayResolve(role: HandoffSight, { ownerRepId }: Blocker): boolean {
  return role.helps.includes(ownerRepId) || givesOrReceives(role);
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

function isNotOver(request: ActRequest): Condition {
  return inState(request, isOpen(request.subject), 'A link can be made only until the handoff is over');
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
    : 'Only a draft, or a handoff that a receiver returned, can be handed over';
}

function isBeforeDeadline({ subject, receiver, now }: ReceiverActRequest): boolean {
  const clock = runningOf(subject, { kind: 'handoffComplete', step: receiver.place });
  return clock !== undefined && (clock.dueAt === null || clock.dueAt > now);
}
