import type { EventData } from '../../events/event.js';
import type { Row } from '../../platform/sql/table.js';
import type { Instant } from '../../platform/values/duration.js';
import type { HANDOFF_RECEIVER } from './receiver.table.js';

export const RECEIVER_STATES = ['waiting', 'accepted', 'returned', 'done'] as const;
export type ReceiverState = (typeof RECEIVER_STATES)[number];

/** The transitions between states. A receiver who returned it waits again when it is handed over again. */
const RECEIVER_TRANSITIONS: Readonly<Record<ReceiverState, readonly ReceiverState[]>> = {
  waiting: ['accepted', 'returned'],
  accepted: ['returned', 'done'],
  returned: ['waiting'],
  done: [],
};

/** A piece that a receiver misses, and its value at the time. Once the value has changed, somebody has worked on it. */
export interface MissedPiece {
  readonly pointer: string;
  /** Absent if there was no value. */
  readonly was?: unknown;
}

/** A receiver of a handoff: a team, and the person who answers for the outcome. */
export type Receiver = Row<typeof HANDOFF_RECEIVER>;

/** Returns a receiver that waits for its stage, or to accept. */
export function newReceiver(
  given: Pick<Receiver, 'handoffId' | 'place' | 'name' | 'stage' | 'begunAt' | 'ownerRepId'>,
): Receiver {
  return {
    ...given,
    state: 'waiting',
    checked: [],
    returns: 0,
    missing: null,
    note: null,
    acceptedAt: null,
    scheduledAt: null,
    doneAt: null,
  };
}

/** Whether the stage of the receiver has begun; always true without stages. */
export function hasBegun({ stage, begunAt }: Pick<Receiver, 'stage' | 'begunAt'>): boolean {
  return stage === null || begunAt !== null;
}

/** Begins the stage of a receiver. @param ownerRepId who answers for it from now on */
export function begin(receiver: Receiver, ownerRepId: string, at: Instant): Receiver {
  return { ...receiver, ownerRepId, begunAt: at };
}

export function accept(receiver: Receiver, at: Instant): Receiver {
  return { ...enter(receiver, 'accepted'), acceptedAt: at };
}

export function giveBack(receiver: Receiver, missing: readonly MissedPiece[], note: string): Receiver {
  return { ...enter(receiver, 'returned'), missing, note, returns: receiver.returns + 1, scheduledAt: null };
}

export function waitAgain(receiver: Receiver): Receiver {
  return enter(receiver, 'waiting');
}

export function finish(receiver: Receiver, at: Instant): Receiver {
  return { ...enter(receiver, 'done'), doneAt: at };
}

export function mayEnter({ state }: Receiver, next: ReceiverState): boolean {
  return RECEIVER_TRANSITIONS[state].includes(next);
}

/** @throws Error if the transition is not allowed: a bug in the program, never a fault of its input */
function enter(receiver: Receiver, state: ReceiverState): Receiver {
  if (!mayEnter(receiver, state))
    throw new Error(
      `The receiver ${receiver.name} of ${receiver.handoffId} cannot go from ${receiver.state} to ${state}`,
    );
  return { ...receiver, state };
}

/** A receiver as events name it. */
interface ReceiverInEvent {
  readonly name: string;
  readonly ownerRepId: string;
  /** Its stage, in the event that starts a handoff with stages. */
  readonly stage?: string;
}

/**
 * Returns the receivers to whom an event hands over. When a handoff with stages starts, those are the receivers of its
 * first stage.
 */
export function wentTo({ receivers, stage }: EventData): readonly ReceiverInEvent[] {
  const inEvent = (receivers ?? []) as readonly ReceiverInEvent[];
  return inEvent.filter((each) => each.stage === undefined || each.stage === stage);
}

/** Returns the names of these receivers, also for events that contain only names. */
export function namesWentTo(data: EventData): readonly string[] {
  return wentTo(data).map((each: ReceiverInEvent | string) => (typeof each === 'string' ? each : each.name));
}
