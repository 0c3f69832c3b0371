import type { LeadBody } from '../leads/lead.dto.js';
import { type Prospect, type Step, scriptOf } from './behaviour.js';
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
