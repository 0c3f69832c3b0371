import { isDeepStrictEqual } from 'node:util';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { system } from '../../platform/values/actor.js';
import { type Day, daysAfter } from '../../platform/values/day.js';
import { amountIn } from '../../platform/values/money.js';
import {
  type Agreement,
  arrOn,
  type ContractCase,
  type ContractLine,
  type ContractTurn,
  lastDayForNotice,
  presentTermOf,
  renewsOn,
  type Term,
  turnContract,
} from './contract.js';
import { joined, linesUntil, linesWithin, renewedLines } from './contract-lines.js';
import { monthsFollowing, monthsOfTerm } from './term-months.js';

/** Limits the renewals of a contract that is reported long after it began: thirty years of months. */
const RENEWALS_MAX = 360;

export type RenewedAgreement = Pick<Agreement, 'terms' | 'lines' | 'notice'>;

/** Returns a contract after all automatic renewals that are due by a day, up to RENEWALS_MAX. */
export function renewedBy<Of extends Agreement>(agreement: Of, today: Day): Of {
  return renewedWhile(agreement, (_, on) => on <= today);
}

/** @param goesOn called before each renewal, with the day on which it would happen */
export function renewedWhile<Of extends Agreement>(agreement: Of, goesOn: (each: Of, on: Day) => boolean): Of {
  let now = agreement;
  for (let count = 0; count < RENEWALS_MAX; count += 1) {
    const on = renewsOn(now);
    if (on === null || !goesOn(now, on)) break;
    now = { ...now, ...withTerm(now, nextTermOf(now)) };
  }
  return now;
}

function nextTermOf({ terms, autoRenewMonths }: Agreement): Term {
  const { from, to } = monthsFollowing(terms, terms.at(-1)!.endsOn!, autoRenewMonths!);
  return { startsOn: from, endsOn: to, cause: 'auto' };
}

/** Adds a term, at the ARR of the last day of the present one. */
function withTerm({ terms, lines, currency }: Agreement, term: Term): Pick<Agreement, 'terms' | 'lines'> {
  const all = [...terms, term];
  return { terms: all, lines: joined(lines, renewedTerm(lines, all, currency)) };
}

/** The lines of the last of some terms, which follows by itself from the one before. */
export function renewedTerm(lines: readonly ContractLine[], terms: readonly Term[], currency: string): ContractLine[] {
  const { startsOn: from, endsOn: to } = terms.at(-1)!;
  return renewedLines(lines, terms.at(-2)!.endsOn!, { from, to: to!, months: monthsOfTerm(terms, to!)! }, currency);
}

/** Reports whether a term is what follows by itself from the one before, so that an amendment of that one rebuilds it. */
export function followsByItself({ terms, lines, currency }: Agreement, place: number): boolean {
  const { startsOn: from, endsOn: to, cause } = terms[place]!;
  if (cause !== 'auto' || to === null) return false;
  const renewed = renewedTerm(lines, terms.slice(0, place + 1), currency);
  return isDeepStrictEqual(linesWithin(lines, { from, to }, currency), renewed);
}

/** Renews contracts as far as they are due. */
export function renewDue(work: UnitOfWork, contracts: readonly ContractCase[]): void {
  const today = work.directory.companyDay(work.now);
  for (const contract of contracts) {
    const turn = autoRenewal(contract.row, renewedBy(contract.row, today));
    if (turn !== null) turnContract(work, contract, turn);
  }
}

/** The change by one or more automatic renewals; null if there was none. */
export function autoRenewal(before: Pick<Agreement, 'terms'>, after: Agreement): ContractTurn | null {
  if (after.terms.length <= before.terms.length) return null;
  return { ...renewalTurn(after, 'auto'), actor: system('renewal') };
}

export function renewalTurn({ terms, lines, notice, currency }: Agreement, cause: 'signed' | 'auto'): ContractTurn {
  const { startsOn } = presentTermOf({ terms });
  const arrOf = (day: Day) => amountIn(arrOn({ lines, currency }, day), currency);
  const facts = { cause, formerArr: arrOf(daysAfter(startsOn, -1)), arr: arrOf(startsOn) };
  return { type: 'contract.renewed', fields: { terms, lines, notice }, facts };
}

/**
 * Rebuilds the terms after a changed one: an automatic term follows from what holds on the day before it, a signed one
 * stays as it was.
 * @param changed up to the end of its last term @param former with the later terms
 */
export function withTermsAnew<Of extends Agreement>(changed: Of, former: Agreement): Of {
  const { currency } = changed;
  const kept = changed.terms.length;
  let now = changed;
  for (const term of former.terms.slice(kept)) {
    const next =
      term.cause === 'auto'
        ? withTerm(now, term)
        : {
            terms: [...now.terms, term],
            lines: joined(now.lines, linesWithin(former.lines, { from: term.startsOn, to: term.endsOn }, currency)),
          };
    now = { ...now, ...next };
  }
  return withoutEmpty(now, kept);
}

/** Drops automatic terms at the end in which nothing recurs. */
function withoutEmpty<Of extends Agreement>(agreement: Of, kept: number): Of {
  const { terms, lines, currency } = agreement;
  const isEmpty = ({ startsOn, cause }: Term) => cause === 'auto' && arrOn({ lines, currency }, startsOn) === 0n;
  let count = terms.length;
  while (count > kept && isEmpty(terms[count - 1]!)) count -= 1;
  return { ...agreement, terms: terms.slice(0, count) };
}

/** Drops the last automatic terms that should not have followed. */
export function withoutTerms<Of extends Agreement>(agreement: Of, isUndone: (lastDayForNotice: Day) => boolean): Of {
  const { terms, noticeDays, currency } = agreement;
  let count = terms.length;
  while (
    count > 1 &&
    terms[count - 1]!.cause === 'auto' &&
    isUndone(lastDayForNotice({ terms: terms.slice(0, count - 1), noticeDays })!)
  )
    count -= 1;
  if (count === terms.length) return agreement;
  const left = terms.slice(0, count);
  return { ...agreement, terms: left, lines: linesUntil(agreement.lines, left.at(-1)!.endsOn, currency) };
}
