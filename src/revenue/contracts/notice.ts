import { isDeepStrictEqual } from 'node:util';
import { futureDayFault, isAfterTomorrow } from '../../platform/input/ahead.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { type Day, daysAfter } from '../../platform/values/day.js';
import { stepsOf } from './arr-steps.js';
import { autoRenewal, type RenewedAgreement, renewedWhile, withoutTerms } from './auto-renewal.js';
import {
  type Agreement,
  type ContractLine,
  type ContractTurn,
  lastDayForNotice,
  type Notice,
  noticeFacts,
  presentTermOf,
  type Term,
} from './contract.js';
import { linesUntil } from './contract-lines.js';
import { hasArr } from './segment-arr.js';

interface GivenNotice {
  /** The contract with the automatic renewals that the notice came too late to prevent. */
  readonly renewed: Agreement;
  readonly fields: RenewedAgreement & { readonly notice: Notice };
  /** The number of renewals that a notice undoes, because it was given in time and reported afterwards. */
  readonly undone: number;
}

type NoticeGiven = Pick<Notice, 'givenOn' | 'reason'>;

/** Returns the changes by a notice: the renewals that it came too late for, and the notice itself. */
export function turnsOfNotice(
  agreement: Agreement,
  given: NoticeGiven,
): { readonly faults: readonly Fault[]; readonly turns: readonly ContractTurn[] } {
  const { notice } = agreement;
  if (notice !== null && notice.givenOn === given.givenOn && notice.reason === given.reason)
    return { faults: [], turns: [] };
  const result = applyNotice(agreement, given);
  if ('pointer' in result) return { faults: [result], turns: [] };
  const { renewed, fields, undone } = result;
  const facts = undone === 0 ? {} : { undone };
  return {
    faults: [],
    turns: [autoRenewal(agreement, renewed) ?? [], { type: 'contract.noticeGiven', fields, facts } as const].flat(),
  };
}

/** A notice of a contract that has yet to begin is dated on its first day. @param today of the company */
export function faultOfDayAhead({ startsOn }: Agreement, givenOn: Day, today: Day): Fault | null {
  if (!isAfterTomorrow(givenOn, today) || givenOn === startsOn) return null;
  return futureDayFault('/givenOn', 'a notice once it has been given');
}

/**
 * Applies a notice, which replaces an earlier one. In time, the contract ends with its term. Too late, it renews if it
 * does so by itself, and ends with the first term for whose end the notice is in time.
 */
export function applyNotice(agreement: Agreement, { givenOn, reason }: NoticeGiven): GivenNotice | Fault {
  const { startsOn, noticeDays } = agreement;
  if (givenOn < startsOn)
    return fault('/givenOn', 'tooEarly', `Expected a day on or after ${startsOn}, on which the contract begins.`);
  const former = withoutNotice(agreement);
  // Without the terms that would not have followed by themselves, had the notice been known.
  const before = withoutTerms(former, (lastDay) => givenOn <= lastDay);
  const undone = Math.max(0, agreement.terms.length - before.terms.length);
  if (lastDayForNotice(before) === null) {
    const endsOn = daysAfter(givenOn, noticeDays);
    const notice = { givenOn, reason, late: false, lastDayForNotice: null, endsOn };
    return { renewed: before, fields: { terms: before.terms, lines: before.lines, notice }, undone };
  }
  const renewed = renewedWhile(before, (each) => givenOn > lastDayForNotice(each)!);
  const endsOn = presentTermOf(renewed).endsOn!;
  if (givenOn > endsOn)
    return fault('/givenOn', 'tooLate', `Expected a day up to ${endsOn}, with which the contract ends.`);
  const missed = missedDay(renewed, givenOn);
  const notice = {
    givenOn,
    reason,
    late: missed !== null,
    lastDayForNotice: missed ?? lastDayForNotice(renewed),
    endsOn,
    ...(before !== former && { former: { terms: former.terms, lines: former.lines } }),
  };
  return { renewed, fields: { terms: renewed.terms, lines: renewed.lines, notice }, undone };
}

/**
 * Returns the last day for notice that was missed in the term in which the notice was given: of the present term, or of
 * one that has renewed by itself, before the notice was reported or because of it.
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

/**
 * Removes the notice, and keeps what has happened to the contract since. Terms that the notice undid come back as they
 * were, unless the lines have changed: then they have to follow anew.
 */
function withoutNotice(agreement: Agreement): Agreement {
  if (agreement.notice === null) return agreement;
  const restored = withUndoneTerms(agreement);
  return restored === agreement ? { ...agreement, notice: null } : restored;
}

/** The contract with the terms that its notice has undone and that come back with it; else the contract as it is. */
export function withUndoneTerms<Of extends Agreement>(agreement: Of): Of {
  const { notice, lines, currency } = agreement;
  if (notice?.former === undefined) return agreement;
  const { former, endsOn } = notice;
  const isAsLeft = isDeepStrictEqual(linesUntil(former.lines, endsOn, currency), lines);
  return isAsLeft ? { ...agreement, ...former, notice: null } : agreement;
}

/** Changes the lines of a contract, also in the terms that its notice has undone. */
export function withLines<Of extends Agreement>(
  agreement: Of,
  change: (whole: Of) => readonly ContractLine[],
): Pick<Agreement, 'lines' | 'notice'> {
  const whole = withUndoneTerms(agreement);
  const lines = change(whole);
  const { notice, currency } = agreement;
  if (whole === agreement || notice === null) return { lines, notice };
  const former = { terms: whole.terms, lines };
  return { lines: linesUntil(lines, notice.endsOn, currency), notice: { ...notice, former } };
}

/** A term that exists only because of the notice, and whose lines are not those that would follow by themselves. */
interface StandingTerm {
  readonly term: Term;
}

/**
 * Takes a notice back. Terms that exist because it came too late, and that are not due yet, are removed.
 * @returns the term that prevents this, if one does
 */
export function noticeWithdrawn(agreement: Agreement, today: Day): ContractTurn | StandingTerm {
  const before = withoutNotice(agreement);
  const left = withoutTerms(before, (lastDay) => lastDay >= today);
  const standing = termInForce(before, left);
  if (standing !== null) return { term: standing };
  const fields = { terms: left.terms, lines: left.lines, notice: null };
  return { type: 'contract.noticeWithdrawn', fields, facts: { formerNotice: noticeFacts(agreement.notice!) } };
}

/** The first of the removed terms, if its lines are not those that would follow by themselves, else null. */
export function termInForce(before: Agreement, left: Agreement): Term | null {
  const first = before.terms[left.terms.length];
  if (first === undefined) return null;
  const anew = renewedWhile(left, ({ terms }) => terms.length < before.terms.length);
  const isOther =
    !isDeepStrictEqual(arrOf(anew), arrOf(before)) ||
    before.lines.some(({ kind, segments }) => !hasArr(kind) && segments.some(({ from }) => from >= first.startsOn));
  return isOther ? first : null;
}

function arrOf(agreement: Agreement): unknown[] {
  return stepsOf(agreement).map(({ accountId, product, kind, onDay, arr }) => [accountId, product, kind, onDay, arr]);
}
