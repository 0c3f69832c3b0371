import type { Schemas } from '../api/api.js';

type Lead = Schemas['Lead'];
type Clock = Schemas['Clock'];
/** A clock of a lead, a deal or a handoff. */
type AnyClock = Omit<Clock, 'kind'> & { readonly kind: string };
/** The clocks of a subject, and which of them is due next. */
export interface PromisedClock<Of extends AnyClock = AnyClock> {
  readonly clocks: readonly Of[];
  readonly nextClockId: string | null;
}

export type TimedClock = Pick<
  Clock,
  'state' | 'startedAt' | 'opensAt' | 'dueAt' | 'ticking' | 'ticksUntil' | 'resumesAt'
>;

/** From the worst to the calmest. `asleep` is a clock that does not tick; `none` a lead without a deadline. */
export type Band = 'missed' | 'now' | 'soon' | 'inTime' | 'asleep' | 'none';

export interface Urgency {
  readonly band: Band;
  readonly clock: TimedClock | null;
  /** Milliseconds since 1970; null if nothing is due. */
  readonly dueAt: number | null;
  /** When time alone changes the band; null if it does not. */
  readonly changesAt: number | null;
}

const NOW_MS = 2 * 60_000;
/** Shares of a clock's whole time: it is `soon` with half of it left, and `now` with the last fifth. */
const SOON = 1 / 2;
const NOW = 1 / 5;

/** Returns the urgency of a subject's next clock. @param at as in `urgencyOfClock` */
export function urgencyOf(lead: PromisedClock, at: number): Urgency {
  return urgencyOfClock(nextClockOf(lead), at);
}

/** @param at the time of the server, in milliseconds since 1970 */
export function urgencyOfClock(clock: TimedClock | null, at: number): Urgency {
  if (clock === null) return { band: 'none', clock, dueAt: null, changesAt: null };
  const dueAt = clock.dueAt == null ? null : Date.parse(clock.dueAt);
  if (dueAt === null) return { band: 'asleep', clock, dueAt, changesAt: null };
  if (at >= dueAt) return { band: 'missed', clock, dueAt, changesAt: null };
  const resumesAt = clock.resumesAt === undefined ? null : Date.parse(clock.resumesAt);
  if (!clock.ticking && (resumesAt === null || at < resumesAt)) {
    return { band: 'asleep', clock, dueAt, changesAt: resumesAt };
  }
  const closesAt = clock.ticksUntil === undefined ? Number.POSITIVE_INFINITY : Date.parse(clock.ticksUntil);
  // The time at which it ticks again is not known until the server sends it.
  if (at >= closesAt) return { band: 'asleep', clock, dueAt, changesAt: null };
  const until = (band: Band, changesAt: number): Urgency => ({
    band,
    clock,
    dueAt,
    changesAt: Math.min(changesAt, closesAt),
  });
  const wholeMs = dueAt - Date.parse(clock.opensAt ?? clock.startedAt);
  const nowAt = dueAt - Math.max(NOW_MS, Math.min(wholeMs * NOW, 60 * 60_000));
  const soonAt = dueAt - Math.max(NOW_MS, wholeMs * SOON);
  if (at >= nowAt) return until('now', dueAt);
  return at >= soonAt ? until('soon', nowAt) : until('inTime', soonAt);
}

export function nextClockOf<Of extends AnyClock>({ clocks, nextClockId }: PromisedClock<Of>): Of | null {
  return clocks.find(({ id }) => id === nextClockId) ?? null;
}

const dueOf = ({ dueAt }: AnyClock) => (dueAt == null ? Number.POSITIVE_INFINITY : Date.parse(dueAt));

/** Cached by lead, because a list of thousands is sorted many times. */
const dueOfLeads = new WeakMap<Lead, number>();

function dueOfLead(lead: Lead): number {
  const known = dueOfLeads.get(lead);
  if (known !== undefined) return known;
  const clock = nextClockOf(lead);
  const due = clock === null ? Number.POSITIVE_INFINITY : dueOf(clock);
  dueOfLeads.set(lead, due);
  return due;
}

/** Compares by deadline, then by receipt; none comes last. @returns less than 0 if `a` comes first */
export function byUrgency(a: Lead, b: Lead): number {
  const [first, second] = [dueOfLead(a), dueOfLead(b)];
  if (first !== second) return first < second ? -1 : 1;
  if (a.receivedAt !== b.receivedAt) return a.receivedAt < b.receivedAt ? -1 : 1;
  return a.id < b.id ? -1 : 1;
}

export const ASKED: Readonly<Record<Clock['kind'], string>> = {
  firstTouch: 'First touch',
  leadResponse: 'First response',
  followUp: 'Follow up',
  decide: 'Decide',
  accept: 'Accept',
  nurtureWake: 'Comes back',
  recycle: 'Goes to somebody else',
};
