import type { LeadBody } from '../leads/lead.dto.js';
import type { SteppedTime } from '../platform/running/time-source.js';
import {
  type Instant,
  MS_PER_DAY,
  MS_PER_HOUR,
  MS_PER_MINUTE,
  MS_PER_SECOND,
  toIso,
} from '../platform/values/duration.js';
import { type Prospect, type Step, scriptOf } from './behaviour.js';
import type { Manner } from './cast.js';
import type { FeedEvent } from './feed-reader.js';
import type { Chance } from './random.js';
import type { MappedLead } from './row.js';

/** The state of a lead in the simulation: from the feed, and from what the reps did. */
export interface Play {
  readonly id: string;
  readonly number: number;
  readonly lead: MappedLead;
  cycle: number;
  isOpen: boolean;
  ownerId: string | null;
  /** Increases with every move, closing and new cycle, which invalidates what was planned before. */
  turn: number;
  script: readonly Step[];
  stepsDone: number;
}

export function newPlay(id: string, number: number, lead: MappedLead, chance: Chance): Play {
  const script = scriptOf(prospectOf(number, 1, lead), chance);
  return { id, number, lead, cycle: 1, isOpen: true, ownerId: null, turn: 0, script, stepsDone: 0 };
}

export function follow(play: Play, { type, data }: FeedEvent, chance: Chance): void {
  switch (type) {
    case 'lead.assigned':
    case 'lead.reassigned':
      play.ownerId = data.repId as string;
      play.turn += 1;
      return;
    case 'lead.queued':
      play.ownerId = null;
      play.turn += 1;
      return;
    case 'lead.woken':
    case 'lead.reopened':
      play.cycle = data.cycle as number;
      play.isOpen = true;
      play.ownerId = null;
      play.script = scriptOf(prospectOf(play.number, play.cycle, play.lead), chance);
      play.stepsDone = 0;
      return;
  }
}

export function close(play: Play): void {
  play.isOpen = false;
  play.turn += 1;
}

function prospectOf(number: number, cycle: number, { body, outcome }: MappedLead): Prospect {
  return { number, cycle, outcome, channel: body.channel, mayCall: mayCall(body) };
}

/** If the file gives neither phone nor email, the rep is assumed to find a number. */
function mayCall({ contact = {} }: LeadBody): boolean {
  if (contact.doNot?.includes('call')) return false;
  return contact.phone !== undefined || contact.email === undefined;
}

export interface Pace {
  /**
   * Leads arrive on whole multiples of this. Actions in between are sent on the next one, with the time at which they
   * happened, and the engine runs on it: a coarser grid makes a large file affordable.
   */
  readonly gridMs: number;
  readonly toldEveryMs: number;
  readonly manner: Manner;
}

/** Up to this number of leads, each event is played at its own second. */
const ONE_BY_ONE_MAX = 1_000;

const ONE_BY_ONE: Pace = {
  gridMs: MS_PER_SECOND,
  toldEveryMs: 6 * MS_PER_HOUR,
  manner: { byCrm: false },
};

/** Promises of five and thirty minutes that begin on this grid end on it, so they are missed when they are due. */
export const BY_MANY: Pace = {
  gridMs: 5 * MS_PER_MINUTE,
  toldEveryMs: MS_PER_DAY,
  manner: { byCrm: true },
};

/** @param leads their number */
export function paceOf(leads: number): Pace {
  return leads > ONE_BY_ONE_MAX ? BY_MANY : ONE_BY_ONE;
}

export function onGrid(at: Instant, gridMs: number): Instant {
  return Math.ceil(at / gridMs) * gridMs;
}

const SETTLE_ATTEMPTS_MAX = 100;

/** Lets the engine do everything that is due. @throws Error if it leaves something undone, which would stop the play */
export async function settleDue({
  time,
  settle,
}: {
  readonly time: SteppedTime;
  readonly settle: () => Promise<Instant | null>;
}): Promise<Instant | null> {
  const now = time.now();
  for (let attempt = 0; attempt < SETTLE_ATTEMPTS_MAX; attempt += 1) {
    const next = await settle();
    if (next === null || next > now) return next;
  }
  throw new Error(`Something has been due at ${toIso(now)} and the engine does not do it`);
}
