import type { Instant } from '../platform/instant.js';
import type { Row } from '../platform/table.js';
import type { GROUPED, HANDOFF } from './handoff.table.js';

export const HANDOFF_STATES = ['draft', 'running', 'done', 'cancelled'] as const;
export type HandoffState = (typeof HANDOFF_STATES)[number];

/** A draft is filled in until it begins; what has ended stays as it was. */
export const HANDOFF_TRANSITIONS: Readonly<Record<HandoffState, readonly HandoffState[]>> = {
  draft: ['running', 'cancelled'],
  running: ['done', 'cancelled'],
  done: [],
  cancelled: [],
};

/** That a deal was won without all that its form asks for: by whose decision, why, and until when that is made up for. */
export interface HandoffException {
  readonly deciderRepId: string;
  readonly reason: string;
  readonly completeBy: Instant;
}

/** That the client was told what happens next. */
export interface ClientTold {
  readonly at: Instant;
  /** What was said to them, or how; null where a touch of the lead told them, or nobody said. */
  readonly note: string | null;
  readonly touchId: string | null;
}

/** Work that goes from one team to others, with all they need to know. */
export interface Handoff extends Omit<Row<typeof HANDOFF>, (typeof GROUPED)[number]> {
  readonly exception: HandoffException | null;
  /** Null until then. */
  readonly clientTold: ClientTold | null;
  /** The first time that somebody said so by hand, which counts as well where the touch that came before it was none. */
  readonly clientWord: Pick<ClientTold, 'at' | 'note'> | null;
}

/** @throws Error when the table of transitions has no such way: a fault of the program, never of its input */
export function enterState(handoff: Handoff, state: HandoffState, at: Instant): Handoff {
  if (!HANDOFF_TRANSITIONS[handoff.state].includes(state))
    throw new Error(`The handoff ${handoff.id} cannot go from ${handoff.state} to ${state}`);
  return {
    ...handoff,
    state,
    ...(state === 'running' && { startedAt: at }),
    ...((state === 'done' || state === 'cancelled') && { endedAt: at }),
  };
}
