import { type Fault, fault } from '../platform/input/fault.js';
import { instantOf, keptAmount } from '../platform/input/formats.js';
import { toIso } from '../platform/values/duration.js';
import { isContact, type TouchFacts } from '../sla/what-counts.js';
import { WORK_STATES, type WorkState } from './lead.js';
import type { Value } from './milestone.store.js';

export interface WorkingTouch extends Pick<TouchFacts, 'outcome' | 'automated' | 'goodbye'> {
  readonly counts: boolean;
}

/** Returns the work state after a touch; it never goes back within a cycle. */
export function workStateAfter(before: WorkState, touch: WorkingTouch): WorkState {
  const reached: WorkState = isContact(touch) ? 'connected' : touch.counts ? 'attempting' : 'untouched';
  return WORK_STATES.indexOf(reached) > WORK_STATES.indexOf(before) ? reached : before;
}

/** Identifies a touch of a lead by its id in the source system. */
export interface TouchKey {
  readonly leadId: string;
  readonly externalId: string;
}

/** Returns the key that the unique index compares, as one text. */
export function touchKey({ leadId, externalId }: TouchKey): string {
  return `${leadId} ${externalId}`;
}

/** From the first to the last; the last closes a lead. */
export const MILESTONES = ['qualified', 'opportunity', 'won'] as const;
export type MilestoneName = (typeof MILESTONES)[number];

/** Reports an empty interval, which would list no leads ever: a mistake. */
export function faultsOfReceived({
  receivedFrom,
  receivedTo,
}: {
  readonly receivedFrom?: string;
  readonly receivedTo?: string;
}): Fault[] {
  if (receivedFrom === undefined || receivedTo === undefined) return [];
  const [from, to] = [instantOf(receivedFrom), instantOf(receivedTo)];
  if (from <= to) return [];
  const message = `It ends at ${toIso(to)}, before it begins at ${toIso(from)}.`;
  return [fault('/receivedTo', 'inverted', message)];
}

/** Normalizes a value as it is stored: without leading zeros. */
export function keptValue(value: Value): Value {
  return { ...value, amount: keptAmount(value.amount) };
}

type Worth = { readonly amount: string | null; readonly currency: string | null };

/** Whether two values are equal, regardless of trailing zeros. */
export function isWorth(one: Worth | null, other: Worth | null): boolean {
  return one?.currency === other?.currency && plain(one?.amount) === plain(other?.amount);
}

function plain(amount: string | null | undefined): string | null {
  if (amount == null) return null;
  const kept = keptAmount(amount);
  return kept.includes('.') ? kept.replace(/\.?0+$/, '') : kept;
}
