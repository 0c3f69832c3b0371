import { type Day, daysAfter, monthsAfter } from '../../platform/day.js';
import type { Fault } from '../../platform/fault.js';
import {
  type Agreement,
  type ContractLine,
  endOf,
  lastDayForNotice,
  type Notice,
  presentTermOf,
  renewsOn,
  type Term,
} from './contract.js';
import { joined, linesUntil, renewedLines } from './contract-lines.js';

/** Each renewal is an event that holds the contract whole, so that not too many are made in one transaction. */
const RENEWALS_AT_ONCE = 12;
/** Of one that was told long after it began, before a notice: thirty years of months. */
const RENEWALS_BEFORE_NOTICE = 360;

/** What a renewal makes of a contract. */
export type Renewed = Pick<Agreement, 'terms' | 'lines' | 'notice'>;

/** What becomes of a contract that has renewed by itself by a day, term by term; of one that was told long after it began, the first ones. */
export function renewedBy(agreement: Agreement, today: Day): Renewed[] {
  return renewedWhile(
    agreement,
    (each) => {
      const on = renewsOn(each);
      return on !== null && on <= today;
    },
    RENEWALS_AT_ONCE,
  );
}

function renewedWhile(agreement: Agreement, goesOn: (agreement: Agreement) => boolean, most: number): Renewed[] {
  const renewed: Renewed[] = [];
  for (let now = agreement; goesOn(now) && renewed.length < most; ) {
    const next = renewedByItself(now);
    renewed.push(next);
    now = { ...now, ...next };
  }
  return renewed;
}

/** With one term more, at the ARR of the last day of the present one. */
function renewedByItself(agreement: Agreement): Renewed {
  const { terms, lines, currency } = agreement;
  const months = agreement.autoRenewMonths!;
  const lastDay = presentTermOf(agreement).endsOn!;
  const from = daysAfter(lastDay, 1);
  const to = daysAfter(monthsAfter(from, months), -1);
  const term: Term = { startsOn: from, endsOn: to, cause: 'auto' };
  const later = renewedLines(lines, lastDay, { from, to }, months, currency);
  return { terms: [...terms, term], lines: joined(lines, later), notice: null };
}

/** What a notice makes of a contract. */
export interface Given {
  /** The terms that the contract has renewed for by itself before it ends, because the notice came too late. */
  readonly renewals: readonly Renewed[];
  readonly fields: Renewed & { readonly notice: Notice };
  /** How many renewals are as if they had never been: notice was given in time, and told afterwards. */
  readonly undone: number;
}

/**
 * A notice that was given on a day. In time, the contract ends with its term; too late, it renews where it does so by
 * itself, and ends with the first term for whose end the notice is in time.
 */
export function give(agreement: Agreement, { givenOn, reason }: Pick<Notice, 'givenOn' | 'reason'>): Given | Fault {
  const { startsOn, noticeDays, currency } = agreement;
  if (givenOn < startsOn)
    return fault('tooEarly', `Expected a day on or after ${startsOn}, on which the contract begins.`);
  const terms = termsBefore(agreement, givenOn);
  const undone = agreement.terms.length - terms.length;
  const lines = undone === 0 ? agreement.lines : linesUntil(agreement.lines, terms.at(-1)!.endsOn, currency);
  const before: Agreement = { ...agreement, terms, lines, notice: null };
  if (lastDayForNotice(before) === null) {
    const endsOn = daysAfter(givenOn, noticeDays);
    const notice = { givenOn, reason, late: false, lastDayForNotice: null, endsOn };
    return { renewals: [], fields: { terms, lines: goingOn(agreement), notice }, undone };
  }
  const isLate = (each: Agreement) => renewsOn(each) !== null && givenOn > lastDayForNotice(each)!;
  const renewals = renewedWhile(before, isLate, RENEWALS_BEFORE_NOTICE);
  const at: Agreement = { ...before, ...renewals.at(-1) };
  const endsOn = presentTermOf(at).endsOn!;
  if (givenOn > endsOn) return fault('tooLate', `Expected a day up to ${endsOn}, with which the contract ends.`);
  const missed = missedDay(at, givenOn);
  const notice = {
    ...{ givenOn, reason, late: missed !== null },
    ...{ lastDayForNotice: missed ?? lastDayForNotice(at), endsOn },
  };
  return { renewals, fields: { terms: at.terms, lines: at.lines, notice }, undone };
}

/** The lines of a contract without an end: what was amended until its former notice ended it has no end either. */
function goingOn({ lines, notice }: Agreement): readonly ContractLine[] {
  if (notice === null) return lines;
  return lines.map((line) => {
    const last = line.segments.at(-1)!;
    if (last.to !== notice.endsOn) return line;
    return { ...line, segments: [...line.segments.slice(0, -1), { ...last, to: null }] };
  });
}

/**
 * The last day for notice that was missed in the term in which it was given: of the present term, or of one that has
 * renewed by itself, whether before the notice was told or because of it.
 */
function missedDay({ terms, noticeDays }: Agreement, givenOn: Day): Day | null {
  const missed = terms.flatMap(({ endsOn }, place) => {
    const next = terms[place + 1];
    const lastDay = lastDayForNotice({ terms: terms.slice(0, place + 1), noticeDays })!;
    const isMissed = givenOn > lastDay && givenOn <= endsOn! && (next === undefined || next.cause === 'auto');
    return isMissed ? [lastDay] : [];
  });
  return missed.at(-1) ?? null;
}

/** Without those for which it would not have renewed by itself, had the notice been known. */
function termsBefore({ terms, noticeDays }: Agreement, givenOn: Day): readonly Term[] {
  let count = terms.length;
  while (
    count > 1 &&
    terms[count - 1]!.cause === 'auto' &&
    givenOn <= lastDayForNotice({ terms: terms.slice(0, count - 1), noticeDays })!
  )
    count -= 1;
  return terms.slice(0, count);
}

/** The term that follows the present one when somebody renews. @returns a fault where there is none */
export function nextTermOf(agreement: Agreement, endsOn: Day): Term | Fault {
  const end = endOf(agreement);
  if (end === null)
    return {
      pointer: '',
      code: 'contradiction',
      message: 'This contract has no end, so that it need not be renewed: amend it instead.',
    };
  const startsOn = daysAfter(end, 1);
  if (endsOn < startsOn)
    return {
      pointer: '/endsOn',
      code: 'tooEarly',
      message: `Expected a day after ${end}, the end of the present term.`,
    };
  return { startsOn, endsOn, cause: 'renewed' };
}

/** As it is when nothing of what comes after its end is left: a contract that notice ended has no rest. */
export function closedOf(agreement: Agreement): Pick<Agreement, 'terms' | 'lines'> {
  const end = endOf(agreement);
  const { terms, lines, currency } = agreement;
  const last = presentTermOf(agreement);
  return { terms: [...terms.slice(0, -1), { ...last, endsOn: end }], lines: linesUntil(lines, end, currency) };
}

function fault(code: string, message: string): Fault {
  return { pointer: '/givenOn', code, message };
}
