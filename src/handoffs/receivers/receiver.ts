import type { Instant } from '../../platform/instant.js';

export const RECEIVER_STATES = ['waiting', 'accepted', 'returned', 'done'] as const;
export type ReceiverState = (typeof RECEIVER_STATES)[number];

/** What was returned waits once more when it is handed over again. */
export const RECEIVER_TRANSITIONS: Readonly<Record<ReceiverState, readonly ReceiverState[]>> = {
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
export interface Receiver {
  readonly handoffId: string;
  /** In its kind, from 1. */
  readonly place: number;
  readonly name: string;
  /** Of its kind, from 1; null where that has none: all of its receivers begin at once. */
  readonly stage: number | null;
  /** Of one in a stage: since when it has it; null until its stage is reached. */
  readonly begunAt: Instant | null;
  readonly ownerRepId: string;
  readonly state: ReceiverState;
  /** Which entries of the checklist are done, by their places from 0, ascending. */
  readonly checked: readonly number[];
  /** So often it was returned. */
  readonly returns: number;
  /** Of the last return, also when it has been made up for; null where it was never returned. */
  readonly missing: readonly MissedPiece[] | null;
  readonly note: string | null;
  /** Last. */
  readonly acceptedAt: Instant | null;
  /** When it will be processed, as the receiver says. */
  readonly scheduledAt: Instant | null;
  readonly doneAt: Instant | null;
}

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
