import type { LeadBody } from '../leads/lead.dto.js';
import { type Instant, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/duration.js';
import { type Prospect, type Step, scriptOf } from './behaviour.js';
import type { Manner } from './cast.js';
import type { FeedEvent } from './feed-reader.js';
import type { Chance } from './random.js';
import type { MappedLead } from './row.js';

/** A lead as those who play the reps know it: from the feed, and from what they did themselves. */
export interface Play {
  readonly id: string;
  readonly number: number;
  readonly lead: MappedLead;
  cycle: number;
  isOpen: boolean;
  ownerId: string | null;
  /** Grows with everything that ends what was planned: a move, a closing, a new cycle. */
  turn: number;
  script: readonly Step[];
  stepsDone: number;
}

export function newPlay(id: string, number: number, lead: MappedLead, chance: Chance): Play {
  const script = scriptOf(prospectOf(number, 1, lead), chance);
  return { id, number, lead, cycle: 1, isOpen: true, ownerId: null, turn: 0, script, stepsDone: 0 };
}

/** What an event of the feed changes. */
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

/** Where the file knows no way to reach anybody at all, the reps are taken to find a number. */
function mayCall({ contact = {} }: LeadBody): boolean {
  if (contact.doNot?.includes('call')) return false;
  return contact.phone !== undefined || contact.email === undefined;
}

/** In what steps a week goes by. */
export interface Pace {
  /**
   * Leads come in on whole multiples of this, what people do meanwhile is told then, with the time at which they did it,
   * and the engine does then what has fallen due: a coarser grid makes a large file affordable.
   */
  readonly gridMs: number;
  /** How often what platforms would be told catches up. */
  readonly toldEveryMs: number;
  readonly manner: Manner;
}

/** Up to so many leads each instant is one of its own. */
const ONE_BY_ONE_MAX = 1_000;

const ONE_BY_ONE: Pace = {
  gridMs: MS_PER_SECOND,
  toldEveryMs: 6 * MS_PER_HOUR,
  manner: { byCrm: false },
};

/** Promises of five and thirty minutes that begin on this grid end on it: they are missed when they are due. */
export const BY_MANY: Pace = {
  gridMs: 5 * MS_PER_MINUTE,
  toldEveryMs: MS_PER_DAY,
  manner: { byCrm: true },
};

/** @param leads of the file */
export function paceOf(leads: number): Pace {
  return leads > ONE_BY_ONE_MAX ? BY_MANY : ONE_BY_ONE;
}

/** The first instant of the grid from then on. */
export function onGrid(at: Instant, gridMs: number): Instant {
  return Math.ceil(at / gridMs) * gridMs;
}
