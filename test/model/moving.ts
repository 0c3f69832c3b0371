import { beginWhereNothingIs, isUntouched, takeOver } from './cadence.js';
import { beginRequested } from './deciding.js';
import type { Cause, Tenure } from './diary.js';
import { goOnWith, isAllThatIsOwed, type TakenAway } from './giving-back.js';
import { beginAcceptance } from './handing-over.js';
import type { ModelLead } from './model-lead.js';
import { isBack, placeAfter } from './standing.js';
import { type Pool, REPS } from './story.js';

/** Why a lead goes to a rep, or into the queue of its pool. */
export interface Move {
  readonly cause: Cause;
  /** The pool that a person has chosen. */
  readonly pool?: Pool;
  /** What the rep owed before, if the lead comes back to them. */
  readonly given?: TakenAway;
  readonly inBulk?: boolean;
}

/**
 * Moves the lead to another rep: ends the clocks of the former owner and begins those of the new one.
 * @param rep null: it waits in the queue
 */
export function giveTo(lead: ModelLead, rep: number | null, now: number, move: Move): void {
  const from = lead.owner;
  const left = lead.clocks.filter(({ state, rep: whose }) => state === 'running' && whose !== null);
  for (const clock of left) lead.end(clock, 'reassigned', now);
  record(lead, from, rep, now, move);
  hold(lead, rep, now, move);
}

const CAUSE_IN_WORDS: { readonly [cause in Cause]?: string } = {
  asked: 'inquiry',
  returned: 'reopen',
  dealt: 'manual',
  reopened: 'reopen',
};

/** A cause as the events name it. */
export function causeInWords(cause: Cause): string {
  return CAUSE_IN_WORDS[cause] ?? cause;
}

/** Opens the lead for a rep after its closing was undone. */
export function reopenFor(lead: ModelLead, rep: number | null, now: number, move: Move): void {
  record(lead, null, rep, now, move);
  hold(lead, rep, now, move);
}

function record(
  lead: ModelLead,
  from: number | null,
  to: number | null,
  now: number,
  { cause, inBulk }: Pick<Move, 'cause' | 'inBulk'>,
): void {
  lead.record(now, to === null ? 'lead.queued' : from === null ? 'lead.assigned' : 'lead.reassigned', {
    ...(from !== null && { from: REPS[from] }),
    ...(to !== null && { to: REPS[to] }),
    cause: causeInWords(cause),
    ...(inBulk === true && { inBulk }),
  });
}

function hold(lead: ModelLead, rep: number | null, now: number, { cause, pool, given }: Move): void {
  const former = lead.pool;
  const tenure: Tenure = { rep, from: now, cause, ...placeAfter(lead, cause, rep, pool) };
  lead.tenures.push(tenure);
  lead.diary.push({ what: 'tenure', tenure, at: now });
  lead.waitingSince = null;
  if (rep !== null) {
    if (given !== undefined) goOnWith(lead, given, now);
    beginTenure(lead, cause, now, given);
    if (!isBack(cause)) beginAcceptance(lead, now);
  }
  if (lead.pool !== former) leaveHolds(lead);
}

/** A hold may be on the former pool, so held clocks are checked again. */
export function leaveHolds({ clocks }: ModelLead): void {
  for (const clock of clocks) if (clock.held !== null) clock.held = { ...clock.held, at: Number.NEGATIVE_INFINITY };
}

/**
 * Takes over the present clock or begins a first touch. After an undo of the moves of a touched lead, its rep owes what
 * comes next.
 */
export function beginTenure(lead: ModelLead, cause: Cause, now: number, given?: TakenAway): void {
  if (given === undefined || !isAllThatIsOwed(given)) beginNextOfTenure(lead, cause, now);
  // A decision that they have missed stays missed.
  const hasMissedIt = given?.missed.some(({ kind }) => kind === 'decide') === true;
  if (lead.isDecisionPending && !hasMissedIt) beginRequested(lead, now);
}

function beginNextOfTenure(lead: ModelLead, cause: Cause, now: number): void {
  if (takeOver(lead, now)) return;
  if ((isBack(cause) || lead.isOfDeal) && !isUntouched(lead)) beginWhereNothingIs(lead, now, now);
  else lead.begin('firstTouch', now);
}
