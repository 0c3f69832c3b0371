import { isDeepStrictEqual } from 'node:util';
import type { EventData } from '../events/event.js';
import { collectFaults, type Fault, fault } from '../platform/input/fault.js';
import { type Day, dayInWords, wholeMonthsOf } from '../platform/values/day.js';
import type { SoldForBody } from './deal.dto.js';
import type { Deal } from './deal.js';

/* What a deal is sold for: a term, once, or as a pilot, which has no ARR until it is converted. */

/** Dates as in `2027-01-31`. */
export interface AgreedTerm {
  readonly startsOn: Day;
  readonly endsOn: Day;
  /** Days before the end by which notice has to be given; null if not reported. */
  readonly noticeDays: number | null;
  /** For how long it renews by itself; null if it does not. */
  readonly autoRenewMonths: number | null;
}

/** A pilot with a term is converted. */
export interface SaidSoldFor {
  readonly term: AgreedTerm | null;
  readonly oneOff: boolean;
  readonly pilotEndsOn: Day | null;
}

/** What a deal said where its win says otherwise: reopening restores it, and programs that repeat it say nothing new. */
export interface BeforeWin extends Partial<SaidSoldFor> {
  /** What people have changed since, which reopening leaves as it is. */
  readonly changedSince?: readonly (keyof SaidSoldFor)[];
}

export const UNSAID_SOLD_FOR: SaidSoldFor = { term: null, oneOff: false, pilotEndsOn: null };

type SoldFor =
  /** `months` is null if they are not whole. */
  | { readonly kind: 'term'; readonly startsOn: Day; readonly endsOn: Day; readonly months: number | null }
  | { readonly kind: 'oneOff' }
  | { readonly kind: 'pilot'; readonly endsOn: Day };

/** Returns what a deal is sold for; null if it does not say. Only a term has ARR. */
export function soldFor({ term, oneOff, pilotEndsOn }: SaidSoldFor): SoldFor | null {
  if (term !== null) {
    const { startsOn, endsOn } = term;
    return { kind: 'term', startsOn, endsOn, months: wholeMonthsOf(startsOn, endsOn) };
  }
  if (oneOff) return { kind: 'oneOff' };
  return pilotEndsOn === null ? null : { kind: 'pilot', endsOn: pilotEndsOn };
}

/** Reports whether it is not known for how long a deal is sold. A renewal is for the next term of its contract. */
export function saysNothing(deal: SaidSoldFor & Pick<Deal, 'type'>): boolean {
  return deal.type !== 'renewal' && soldFor(deal) === null;
}

/** What is unwise about a win that does not say for how long. */
export const NOTHING_FOLLOWS = {
  pointer: '/term',
  message:
    'The deal does not say for how long it is sold, so no contract follows, and it has no ARR. PATCH /v1/deals/{id} takes its `term`, or that it is sold once (`oneOff`) or as a `pilot`.',
};

export const SAY_FOR_HOW_LONG: Fault = fault(
  '/term',
  'required',
  'Say for how long it is sold: `term`, or `oneOff`, or `pilot` (`termAtWin` of the settings is `required`).',
);

/** Returns what a request says a deal is sold for; null if it does not say. */
export function saidIn({ term, oneOff, pilot }: SoldForBody): SaidSoldFor | null {
  if (term === undefined && oneOff !== true && pilot === undefined) return null;
  return {
    term: term === undefined ? null : termOf(term),
    oneOff: oneOff === true,
    pilotEndsOn: pilot?.endsOn ?? null,
  };
}

export function termOf({
  startsOn,
  endsOn,
  noticeDays,
  autoRenewMonths,
}: NonNullable<SoldForBody['term']>): AgreedTerm {
  return { startsOn, endsOn, noticeDays: noticeDays ?? null, autoRenewMonths: autoRenewMonths ?? null };
}

export function faultsOfSoldFor({ term, oneOff, pilot }: SoldForBody): Fault[] {
  return collectFaults(
    oneOff === true &&
      (term !== undefined || pilot !== undefined) &&
      fault('/oneOff', 'contradiction', 'Expected none: what is sold once has neither a term nor a pilot.'),
    term !== undefined &&
      term.endsOn < term.startsOn &&
      fault('/term/endsOn', 'tooEarly', `Expected a day on or after the first, ${term.startsOn}.`),
  );
}

/** Checks what a win says. @param wonOn the day of the win, in the time zone of the settings */
export function faultsOfAnswer(body: SoldForBody, { type }: Pick<Deal, 'type'>, wonOn: Day): Fault[] {
  const { term, pilot } = body;
  const given = (['term', 'oneOff', 'pilot'] as const).filter((name) => body[name] !== undefined);
  if (type === 'renewal') return given.map((name) => fault(`/${name}`, 'value', OF_RENEWALS));
  return collectFaults(
    faultsOfSoldFor(body),
    term !== undefined && pilot !== undefined && fault('/pilot', 'contradiction', ONE_OF_BOTH),
    pilot !== undefined &&
      pilot.endsOn < wonOn &&
      fault('/pilot/endsOn', 'tooEarly', `Expected a day on or after that of the win, ${wonOn}.`),
  );
}

const OF_RENEWALS = 'Expected none: a renewal says its term in `renew`, and is that of its contract.';
const ONE_OF_BOTH = 'Expected none beside a term: a pilot is converted by its term, which it gets later.';

/**
 * Returns what a win says: the term of the form that is handed over counts before what is said with the win, since it is
 * what others work with.
 */
export function answered(said: SaidSoldFor | null, inForm: SoldForBody['term'] | null) {
  if (inForm == null) return { answer: said, warnings: [] };
  const answer = { ...UNSAID_SOLD_FOR, term: termOf(inForm) };
  const isSame = said === null || isDeepStrictEqual(said, answer);
  return { answer, warnings: isSame ? [] : [THE_FORM_COUNTS] };
}

const THE_FORM_COUNTS = {
  pointer: '/term',
  message: 'The form of its handoff says another term, which counts: change it there, or the term of the deal later.',
};

/** Returns what a deal said where its win says otherwise; null if nowhere. */
export function replacedBy(deal: SaidSoldFor, answer: SaidSoldFor): BeforeWin | null {
  const replaced = SAID.filter((name) => !isDeepStrictEqual(deal[name], answer[name]));
  return replaced.length === 0 ? null : Object.fromEntries(replaced.map((name) => [name, deal[name]]));
}

/**
 * Returns what a deal said before its win, after a change since. What a person changes stays when the deal is reopened,
 * and a program that repeats what was said before still says nothing against it. What a program reports anew replaces
 * what it said before.
 */
export function afterChange(before: Deal, after: SaidSoldFor, isOfProgram: boolean): BeforeWin | null {
  if (before.beforeWin === null) return null;
  const { changedSince = [], ...former } = before.beforeWin;
  const changed = SAID.filter((name) => name in former && !isDeepStrictEqual(before[name], after[name]));
  if (changed.length === 0) return before.beforeWin;
  if (!isOfProgram) return { ...former, changedSince: [...new Set([...changedSince, ...changed])] };
  const left = Object.entries(former).filter(([name]) => !changed.some((each) => each === name));
  const since = changedSince.filter((name) => !changed.includes(name));
  if (left.length === 0) return null;
  return { ...Object.fromEntries(left), ...(since.length > 0 && { changedSince: since }) };
}

/** Returns what reopening a deal restores. */
export function restored({ changedSince = [], ...former }: BeforeWin): Partial<SaidSoldFor> {
  return Object.fromEntries(Object.entries(former).filter(([name]) => !changedSince.some((each) => each === name)));
}

const SAID = ['term', 'oneOff', 'pilotEndsOn'] as const;

/** What the event of a win records of what it says. */
export function saidFacts(said: SaidSoldFor): EventData {
  const { term, oneOff, pilotEndsOn } = said;
  if (term !== null) return { term: { startsOn: term.startsOn, endsOn: term.endsOn } };
  return oneOff ? { oneOff } : { pilot: { endsOn: pilotEndsOn! } };
}

/** `, from 1 January 2027 to 31 December 2027`; empty if the win did not say. */
export function saidWords({ term, oneOff, pilot }: EventData): string {
  if (oneOff === true) return ', once';
  if (pilot !== undefined) return `, as a pilot until ${dayInWords((pilot as AgreedTerm).endsOn)}`;
  if (term === undefined) return '';
  const { startsOn, endsOn } = term as AgreedTerm;
  return `, from ${dayInWords(startsOn)} to ${dayInWords(endsOn)}`;
}
