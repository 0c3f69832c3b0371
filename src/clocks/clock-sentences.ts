import type { EventType, LedgerRow } from '../events/event.js';
import { durationInWords } from '../platform/values/duration.js';
import type { OwnedType } from '../vocabulary/subjects.js';
import { KIND_WORDS, type TouchKind } from '../vocabulary/touch-kinds.js';
import { rulesNamed } from './kinds.js';
import type { ReplannedWhy } from './replanned-why.js';

export type ClockEventType = Extract<EventType, `sla.${string}`>;

/** Functions that turn ids and instants into words for sentences about clocks. */
interface ClockNames {
  rep(id: unknown): string;
  team(id: unknown): string;
  calendar(id: unknown): string;
  deal(id: unknown): string;
  /** Formats an instant in the reader's time zone. */
  when(iso: unknown): string;
}

const ANOTHER_DEAL = 'another deal of the lead is open';
const OUT_OF_REACH = 'has no deadline: the hours in which it counts do not come within ten years';

/** How many people are named one by one; the others are counted. */
const NAMED_MAX = 5;

const STOPPED: Readonly<Record<string, (subject: OwnedType) => string>> = {
  closed: (subject) => `the ${subject} was closed`,
  reopened: (subject) => `the ${subject} was reopened`,
  askedAgain: () => 'the person asked again, which begins a new cycle',
  reassigned: (subject) => `its owner no longer has the ${subject}`,
  contact: () => 'the contact was reached',
  policyChanged: () => 'its policy was changed and no longer requires it',
  touchVoided: () => 'the touch that it depended on was taken back',
  milestoneReversed: () => 'the milestone that it depended on was taken back',
  missStruck: () => 'the miss that it depended on was struck',
  noShow: () => 'the contact did not show up',
  meetingCancelled: () => 'the meeting was cancelled',
  handoffDone: (subject) => `the ${subject} is done`,
  handoffCancelled: (subject) => `the ${subject} was called off`,
  returned: () => 'it was returned',
  settled: () => 'the miss has been made up for',
  excepted: () => 'it was decided that it may be completed later',
  dealReopened: () => 'its deal is open again',
  dealOpened: () => ANOTHER_DEAL,
  dealWon: () => 'the deal was won',
  dealLost: () => 'the deal was lost',
  dateRemoved: () => 'the deal no longer has an expected end',
  noRenewal: () => 'the deal renews no contract any more',
  alreadyTouched: (subject) => `the ${subject} had been touched before`,
};

const ESCALATED: Readonly<Record<string, (subject: OwnedType, data: LedgerRow['data'], names: ClockNames) => string>> =
  {
    nobodyElse: (subject) => `nobody else can take the ${subject}`,
    maxReassignments: (subject) => `the ${subject} has moved as often as its policy allows`,
    policy: (subject, data, names) => missedBy(data, subject, names),
    // After a missed step the next one begins, so that is what remains to be done.
    reminder: (subject, data, names) =>
      `${missedBy(data, subject, names)}${stepIn(data, subject) === null ? ', and it is still to be done' : ''}`,
    repeat: (subject, data, names) =>
      `${missedBy(data, subject, names)}, and there has been no ${awaited({ kind: data.kind })} since`,
  };

const REPLANNED: Readonly<Record<ReplannedWhy, (data: LedgerRow['data'], names: ClockNames) => string>> = {
  calendarChanged: ({ calendarId }, names) => `the calendar ${names.calendar(calendarId)} was changed`,
  scheduled: () => 'a date was named for it',
  noticeChanged: () => 'the last day for notice changed',
  policyChanged: () => 'its policy was changed, for what is open too',
  otherCalendar: ({ calendarId }, names) => `it now goes by the calendar ${names.calendar(calendarId)}`,
  timeZone: ({ repId }, names) =>
    repId ? `the time zone of ${names.rep(repId)} was changed` : 'the time zone was changed',
  absences: ({ repId }, names) => `the absences of ${names.rep(repId)} were changed`,
  contactHours: () => 'the hours in which leads may be contacted were changed',
  contactZone: () => 'the information on where the person lives changed',
  contactKinds: () => 'the ways in which the person may be contacted changed',
};

/** Kinds of clocks that bring a closed lead back. */
const RETURNS: ReadonlySet<string> = new Set(['nurtureWake', 'recycle']);

/**
 * Returns one plain sentence about an event of a clock.
 * @param subject the type of the clock's subject
 */
export function clockSentence(
  { type, data }: { readonly type: ClockEventType; readonly data: LedgerRow['data'] },
  subject: OwnedType,
  names: ClockNames,
): string {
  const due = typeof data.dueAt === 'string' ? `, due by ${names.when(data.dueAt)}` : '';
  // Only a lead's steps are numbered for readers. In a handoff the number identifies whose clock it is; the owner's
  // name says it better.
  const clock = `${labelOf(data)}${subject === 'lead' ? stepOf(data) : ownerOf(data, names)}`;
  const atStart = `${clock.charAt(0).toUpperCase()}${clock.slice(1)}`;
  switch (type) {
    case 'sla.started':
      if (RETURNS.has(String(data.kind)) && typeof data.dueAt === 'string')
        return `It comes back on ${names.when(data.dueAt)}`;
      return `${atStart} ${dueBetween(data, names)}${data.by === 'dealLost' ? `, because ${data.dealId === undefined ? 'its deal' : names.deal(data.dealId)} was lost` : ''}`;
    case 'sla.warned':
      if (data.share === 0) return `${names.rep(data.repId)} was reminded of the ${clock}${due}`;
      return `${names.rep(data.repId)} was warned: ${Math.round(Number(data.share) * 100)}% of the time${subject === 'lead' ? '' : ` for the ${labelOf(data)}`} is used${due}${coverNotified(data, names)}`;
    case 'sla.breached':
      return `${atStart} was missed${due && `: it was${due.slice(1)}`}${wasLeftUndone(data) ? ' (only recorded)' : ''}`;
    case 'sla.met':
      return `${atStart} was ${metHow(data)}: ${names.when(data.metAt)}`;
    case 'sla.corrected':
      if (typeof data.why === 'string') return `${takenBackHow(data, atStart, names)}: ${takenBack(data)}`;
      if (subject === 'deal')
        return `${atStart} was on time after all (${names.when(data.metAt)}): that was reported late`;
      return `${atStart} was on time after all: a touch on ${names.when(data.metAt)} was reported after the deadline`;
    case 'sla.struck':
      return struck(data, subject, names);
    case 'sla.escalated':
      return `${whoWasNotified(data, names)}${coverNotified(data, names)}: ${ESCALATED[String(data.why)]?.(subject, data, names) ?? String(data.why)}`;
    case 'sla.cancelled':
      if (data.reason === 'forbidden')
        return `Step ${data.step}${kindsIn(data)} of the follow-up is left out: the person does not want to be contacted that way`;
      return `${atStart} is no longer owed: ${stopped(data, subject)}`;
    case 'sla.replanned':
      return `${atStart} ${replannedTo(data, names)}${replannedBecause(data, names)}${data.grace === true ? "; less than the policy's grace was left, so its owner has until then" : ''}`;
    case 'sla.paused':
      return `${atStart} is paused${pausedHow(data, subject, names)}`;
    case 'sla.resumed':
      return `${atStart} is no longer paused${due}`;
    case 'sla.acknowledged':
      return `${names.rep(data.repId)} acknowledged the ${subject}: if they miss it, it moves ${durationInWords(String(data.holds))} later`;
    case 'sla.held':
      return `${atStart} was missed while enforcement is held: nobody is notified and nothing moves`;
    default:
      return type satisfies never;
  }
}

/** What has no deadline cannot be on time: it is measured, or was paused from its beginning. */
function metHow({ late, dueAt }: LedgerRow['data']): string {
  if (late === true) return 'late';
  return dueAt === null ? 'made' : 'on time';
}

/** Says why the miss was struck, and what became of the promise. A strike by a person changes nothing else. */
function struck(data: LedgerRow['data'], subject: OwnedType, names: Pick<ClockNames, 'rep' | 'when'>): string {
  const { why, repId, missedAt, state, metAt, dueAt, versionBefore } = data;
  const whose = repId ? `${names.rep(repId)}'s missed` : 'The missed';
  const step = stepIn(data, subject);
  const miss = `${whose} ${awaited({ kind: data.kind })}${step === null ? '' : ` (step ${step})`}`;
  if (why !== 'policy') return `${miss} of ${names.when(missedAt)} was struck`;
  const mistake =
    versionBefore === undefined
      ? 'it was due only by a mistake in the policy'
      : `under version ${versionBefore} of the policy it was not yet due`;
  const sentence = `${miss} no longer counts: ${mistake}`;
  if (state === 'running')
    return `${sentence}. It is owed again${typeof dueAt === 'string' ? `, due by ${names.when(dueAt)}` : ''}`;
  if (state === 'met') return `${sentence}. It was on time: ${names.when(metAt)}`;
  return state === 'cancelled' ? `${sentence}. It is no longer owed` : sentence;
}

/** A clock that begins paused by a condition gets its deadline only when it resumes, at an instant not known yet. */
function dueBetween(
  { kind, opensAt, dueAt, outOfReach, paused }: LedgerRow['data'],
  names: Pick<ClockNames, 'when'>,
): string {
  if (outOfReach === true) return OUT_OF_REACH;
  if (typeof dueAt !== 'string') return paused === true ? 'is owed, but paused' : 'is measured without a deadline';
  if (kind === 'decide' && typeof opensAt === 'string')
    return `is due by ${names.when(dueAt)}, after the meeting on ${names.when(opensAt)}`;
  return typeof opensAt === 'string'
    ? `is due between ${names.when(opensAt)} and ${names.when(dueAt)}`
    : `is due by ${names.when(dueAt)}`;
}

function replannedTo({ dueAt, outOfReach }: LedgerRow['data'], names: Pick<ClockNames, 'when'>): string {
  if (outOfReach === true) return OUT_OF_REACH;
  return typeof dueAt === 'string' ? `is now due by ${names.when(dueAt)}` : 'was planned again';
}

/** Says what was taken back, and how it had affected the promise. */
function takenBack({ state, why }: LedgerRow['data']): string {
  if (why === 'missStruck') return 'the miss that it followed from was struck';
  if (why === 'takenBack') return 'what had kept it was taken back';
  if (why === 'dealReopened') return 'its deal is open again';
  if (why === 'dealOpened') return ANOTHER_DEAL;
  if (why === 'closingUndone') return 'what had closed the lead was undone';
  const act = why === 'milestoneReversed' ? 'milestone' : 'touch';
  return state === 'cancelled'
    ? `the ${act} that it depended on was taken back`
    : `the ${act} that had satisfied or ended it was taken back`;
}

function takenBackHow(
  { state, metAt, dueAt }: LedgerRow['data'],
  clock: string,
  names: Pick<ClockNames, 'when'>,
): string {
  if (state === 'running')
    return `${clock} is owed again${typeof dueAt === 'string' ? `, due by ${names.when(dueAt)}` : ''}`;
  if (typeof metAt === 'string') return `${clock} was on time (${names.when(metAt)})`;
  return state === 'cancelled' ? `${clock} is no longer owed` : `${clock} was missed after all`;
}

function pausedHow({ by, resumesAt }: LedgerRow['data'], subject: OwnedType, names: Pick<ClockNames, 'when'>): string {
  const until = typeof resumesAt === 'string' ? ` until ${names.when(resumesAt)}` : '';
  return by === 'condition' ? ` while the ${subject} meets the condition of its policy` : until;
}

/**
 * Returns what a clock waits for; for a step of a cadence, its kinds of touch, and its number if there are several
 * steps.
 */
export function awaited({ kind, kinds, step, steps }: LedgerRow['data']): string {
  const words = kindsInWords(kinds);
  if (words === null) return rulesNamed(kind)?.label ?? 'answer';
  return steps === 1 ? words : `${words} (step ${step} of ${steps})`;
}

function labelOf({ kind }: LedgerRow['data']): string {
  return rulesNamed(kind)?.label ?? String(kind);
}

/** Returns ` by Olga Berg`; empty for a promise of the company. */
function ownerOf({ repId }: LedgerRow['data'], names: Pick<ClockNames, 'rep'>): string {
  return typeof repId === 'string' ? ` by ${names.rep(repId)}` : '';
}

function stepOf({ step, kinds }: LedgerRow['data']): string {
  if (typeof step !== 'number') return '';
  const words = kindsInWords(kinds);
  return ` (step ${step}${words === null ? '' : `: ${words}`})`;
}

/** Returns ` (call or e-mail)`; empty if the event names no kinds of touch. */
function kindsIn({ kinds }: LedgerRow['data']): string {
  const words = kindsInWords(kinds);
  return words === null ? '' : ` (${words})`;
}

/** Returns null if the event names no kinds of touch. */
function kindsInWords(kinds: unknown): string | null {
  if (!Array.isArray(kinds)) return null;
  const words = kinds.map((kind) => KIND_WORDS[kind as TouchKind] ?? String(kind));
  return new Intl.ListFormat('en', { type: 'disjunction' }).format(words);
}

/** Reports whether the policy's mode suppressed actions of the chain. */
function wasLeftUndone({ wouldHave }: LedgerRow['data']): boolean {
  return Array.isArray(wouldHave) && wouldHave.length > 0;
}

/** Returns `as Ann and Bo are away`; null if nobody was passed over. */
export function passedOver({ insteadOf }: LedgerRow['data'], names: Pick<ClockNames, 'rep'>): string | null {
  if (!Array.isArray(insteadOf) || insteadOf.length === 0) return null;
  return `as ${people(insteadOf, names)} ${insteadOf.length === 1 ? 'is' : 'are'} away`;
}

function whoWasNotified(data: LedgerRow['data'], names: ClockNames): string {
  const { toRepId, toRepIds, toTeamId } = data;
  if (Array.isArray(toRepIds)) return `The team ${names.team(toTeamId)} was notified (${people(toRepIds, names)})`;
  if (!toRepId) return 'There was nobody to notify';
  const away = passedOver(data, names);
  const place = toTeamId ? ` in place of the team ${names.team(toTeamId)}` : '';
  return `${names.rep(toRepId)} was notified${place}${away === null ? '' : `, ${away}`}`;
}

/** Returns `; so was Bo, who stands in for Ann`; empty if no cover was notified. */
function coverNotified({ coverRepId, repId }: LedgerRow['data'], names: Pick<ClockNames, 'rep'>): string {
  return coverRepId === undefined ? '' : `; so was ${names.rep(coverRepId)}, who stands in for ${names.rep(repId)}`;
}

function people(ids: readonly unknown[], names: Pick<ClockNames, 'rep'>): string {
  const more = ids.length - NAMED_MAX;
  const named = ids.slice(0, more > 1 ? NAMED_MAX : ids.length).map((id) => names.rep(id));
  return new Intl.ListFormat('en').format(more > 1 ? [...named, `${more} others`] : named);
}

function stopped({ reason, by }: LedgerRow['data'], subject: OwnedType): string {
  if (by === 'milestone') return `the ${subject} reached a milestone`;
  if (by === 'dealLost') return 'its deal was lost';
  return STOPPED[String(reason)]?.(subject) ?? String(reason);
}

/**
 * Returns the step of a lead's cadence; null for other promises. In a handoff the same field numbers receivers and
 * questions.
 */
function stepIn({ step }: LedgerRow['data'], subject: OwnedType): number | null {
  return subject === 'lead' && typeof step === 'number' ? step : null;
}

/** Says which promise was missed, and by whom unless it was the recipient. */
function missedBy(data: LedgerRow['data'], subject: OwnedType, names: ClockNames): string {
  const { repId, toRepId } = data;
  const step = stepIn(data, subject);
  const promise = `the deadline for ${step === null ? '' : `step ${step} of `}the ${awaited({ kind: data.kind })}`;
  return !repId || repId === toRepId ? `${promise} was missed` : `${names.rep(repId)} missed ${promise}`;
}

/** Returns the reason as `: …`; empty if the event has no known one. */
export function replannedBecause(data: LedgerRow['data'], names: ClockNames): string {
  const why = String(data.why);
  return Object.hasOwn(REPLANNED, why) ? `: ${REPLANNED[why as ReplannedWhy](data, names)}` : '';
}
