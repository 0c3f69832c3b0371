import type { EventData } from '../../events/event.js';
import type { Instant } from '../../platform/duration.js';
import type { Row } from '../../platform/table.js';
import type { HANDOFF_RECEIVER } from './receiver.table.js';

export const RECEIVER_STATES = ['waiting', 'accepted', 'returned', 'done'] as const;
export type ReceiverState = (typeof RECEIVER_STATES)[number];

/** What was returned waits once more when it is handed over again. */
const RECEIVER_TRANSITIONS: Readonly<Record<ReceiverState, readonly ReceiverState[]>> = {
  waiting: ['accepted', 'returned'],
  accepted: ['returned', 'done'],
  returned: ['waiting'],
  done: [],
};

/** What a receiver misses, and what stood there: once that is something else, it has been looked at. */
export interface MissedPiece {
  readonly pointer: string;
  /** Absent where nothing stood there. */
  readonly was?: unknown;
}

/** Somebody who receives a handoff: a team, by the person who answers for the outcome. */
export type Receiver = Row<typeof HANDOFF_RECEIVER>;

/** One that waits: for its stage, or to be accepted. */
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

/** Whether it has gone to this receiver: in a later stage it has not. */
export function hasBegun({ stage, begunAt }: Pick<Receiver, 'stage' | 'begunAt'>): boolean {
  return stage === null || begunAt !== null;
}

/** Its stage is reached. @param ownerRepId who answers for it from here */
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

/** @throws Error when the table of transitions has no such way: a fault of the program, never of its input */
function enter(receiver: Receiver, state: ReceiverState): Receiver {
  if (!mayEnter(receiver, state))
    throw new Error(
      `The receiver ${receiver.name} of ${receiver.handoffId} cannot go from ${receiver.state} to ${state}`,
    );
  return { ...receiver, state };
}

/** A receiver as events tell of them. */
interface ToldReceiver {
  readonly name: string;
  readonly ownerRepId: string;
  /** In which stage, where the kind has some and the handoff only just begins. */
  readonly stage?: string;
}

/** To whom it went by an event that names receivers: of a handoff that begins with stages, those of the first. */
export function wentTo({ receivers, stage }: EventData): readonly ToldReceiver[] {
  const told = (receivers ?? []) as readonly ToldReceiver[];
  return told.filter((each) => each.stage === undefined || each.stage === stage);
}

/** The same by their names, also where an event has nothing else of them. */
export function namesWentTo(data: EventData): readonly string[] {
  return wentTo(data).map((each: ToldReceiver | string) => (typeof each === 'string' ? each : each.name));
}
