import { RowCase } from '../../deals/row-case.js';
import type { EventData, EventType } from '../../events/event.js';
import type { LineKind, StepCause } from '../../forms/contract-lines.dto.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Row } from '../../platform/sql/table.js';
import type { Actor } from '../../platform/values/actor.js';
import { type Day, daysAfter, daysBetween, monthsAfter } from '../../platform/values/day.js';
import { minorUnitsOf } from '../../platform/values/money.js';
import type { CONTRACT } from './contract.table.js';
import { hasArr } from './segment-arr.js';

/** Part of a line in which its price stays the same. Amounts are decimals, with all places of the currency. */
export interface ContractSegment {
  readonly from: Day;
  /** Null if no end is agreed. */
  readonly to: Day | null;
  /** For its whole span. */
  readonly amount: string;
  /** Null for a line without ARR. */
  readonly arr: string | null;
  /** Why the ARR changes on its first day, if it does. */
  readonly cause: StepCause;
}

/** Something that is bought. Its segments are in order, and do not overlap. */
export interface ContractLine {
  readonly product: string;
  readonly kind: LineKind;
  /** Empty if all of it went to another contract before it began. */
  readonly segments: readonly ContractSegment[];
  /** The contract of another account that has the product from `movedOn` on. */
  readonly movedToContractId?: string;
  readonly movedOn?: Day;
  /** The deal that added it to an existing contract; undefined if none did. */
  readonly dealId?: string;
}

/** How a term came about: with the contract, by a renewal that was signed, or because no notice was given. */
export const TERM_CAUSES = ['signed', 'renewed', 'auto'] as const;

export interface Term {
  readonly startsOn: Day;
  /** Null if no end is agreed. */
  readonly endsOn: Day | null;
  readonly cause: (typeof TERM_CAUSES)[number];
}

export interface Notice {
  readonly givenOn: Day;
  readonly reason: string;
  /** Whether it came after the last day for notice. */
  readonly late: boolean;
  /** The last day for notice; for a late notice, that of the term that it missed. Null if the contract had no end. */
  readonly lastDayForNotice: Day | null;
  /** The last day of the contract after this notice. */
  readonly endsOn: Day;
  /** What the contract was before the notice undid terms; restored if the notice is taken back. */
  readonly former?: Pick<Contract, 'terms' | 'lines'>;
}

/** The account that holds the contract, from a day on. */
export interface ContractHolder {
  readonly accountId: string;
  readonly from: Day;
}

export interface Contract extends Row<typeof CONTRACT> {
  readonly refs: Readonly<Record<string, string>>;
}

/** What is agreed: the account, the end and the days of renewal follow from it. */
export type Agreement = Pick<
  Contract,
  'currency' | 'startsOn' | 'noticeDays' | 'autoRenewMonths' | 'terms' | 'notice' | 'heldBy' | 'lines'
>;

export type ContractCase = RowCase<Contract>;

export type ContractFields = Agreement &
  Pick<Contract, 'dealId' | 'externalId' | 'refs' | 'movedFromContractId' | 'reported' | 'withdrawnAt'>;

export function presentTermOf({ terms }: Pick<Agreement, 'terms'>): Term {
  return terms.at(-1)!;
}

/** Returns the last day of the contract as far as is known, or null if none is agreed. */
export function endOf({ terms, notice }: Pick<Agreement, 'terms' | 'notice'>): Day | null {
  return notice?.endsOn ?? presentTermOf({ terms }).endsOn;
}

/** Returns the last day on which notice ends the contract with its present term, or null if the term has no end. */
export function lastDayForNotice({ terms, noticeDays }: Pick<Agreement, 'terms' | 'noticeDays'>): Day | null {
  const { endsOn } = presentTermOf({ terms });
  return endsOn === null ? null : daysAfter(endsOn, -noticeDays);
}

/** The public part of a notice. */
export type NoticeFacts = Omit<Notice, 'former'>;

export function noticeFacts({ givenOn, reason, late, lastDayForNotice: lastDay, endsOn }: Notice): NoticeFacts {
  return { givenOn, reason, late, lastDayForNotice: lastDay, endsOn };
}

/**
 * Returns the day by which it is decided whether another term follows: the last one for notice, or the end of a
 * contract that does not renew by itself. Null if that is decided, or if nothing recurs.
 */
export function decidedBy(agreement: Agreement): Day | null {
  const { endsOn } = presentTermOf(agreement);
  if (endsOn === null || agreement.notice !== null || !recursOn(agreement, endsOn)) return null;
  return agreement.autoRenewMonths === null ? endsOn : lastDayForNotice(agreement);
}

export function renewsOn(agreement: Agreement): Day | null {
  const lastDay = decidedBy(agreement);
  return lastDay === null || agreement.autoRenewMonths === null ? null : daysAfter(lastDay, 1);
}

/** Reports whether lines that have not moved by the next day have ARR on a day. */
function recursOn({ lines, currency }: Agreement, day: Day): boolean {
  const next = daysAfter(day, 1);
  return arrOn({ lines: lines.filter((line) => isOwnOn(next, line)), currency }, day) !== 0n;
}

/** Reports whether a line has not moved to another contract by a day. */
export function isOwnOn(day: Day, { movedOn }: ContractLine): boolean {
  return movedOn === undefined || day < movedOn;
}

/** Returns the ARR on a day, in minor units of the currency. */
export function arrOn({ lines, currency }: Pick<Agreement, 'lines' | 'currency'>, day: Day): bigint {
  const live = lines.filter(({ kind }) => hasArr(kind)).map(({ segments }) => liveOn(day, segments)?.arr ?? null);
  return live.reduce((sum, arr) => sum + unitsOf(arr, currency), 0n);
}

/**
 * Returns the segment of a line that holds on a day. Segments do not overlap, the latest is last, and most days asked
 * for are late ones: a line that renews every month has hundreds.
 */
export function liveOn(day: Day, segments: readonly ContractSegment[]): ContractSegment | undefined {
  return segments.findLast(({ from, to }) => from <= day && (to === null || day <= to));
}

/** @param amount after validation; null counts as 0 */
export function unitsOf(amount: string | null, currency: string): bigint {
  return amount === null ? 0n : minorUnitsOf(amount, currency)!;
}

/** Creates a contract; the caller writes it. */
export function beginContract(work: UnitOfWork, id: string, fields: ContractFields): ContractCase {
  const row = {
    ...fields,
    ...derived(fields),
    id,
    proposals: [],
    reasons: {},
    createdAt: work.now,
    updatedAt: work.now,
    eventSeq: 0,
    eventXid: null,
  };
  return new RowCase<Contract>('contract', row, null);
}

export interface ContractTurn {
  readonly type: Extract<EventType, `contract.${string}`>;
  readonly fields: Partial<ContractFields & Pick<Contract, 'proposals'>>;
  /** Further data of the event. */
  readonly facts: EventData;
  /** If other than the actor of the unit of work. */
  readonly actor?: Actor;
}

export function turnContract(
  work: UnitOfWork,
  contract: ContractCase,
  { type, fields, facts, actor }: ContractTurn,
): void {
  const next = { ...contract.row, ...fields };
  contract.row = { ...next, ...derived(next) };
  work.record(contract, type, { ...factsOf(contract.row), ...facts }, actor);
}

function derived(
  agreement: Agreement,
): Pick<Contract, 'accountId' | 'endsOn' | 'renewOn' | 'renewalBy' | 'talkBy' | 'talkFrom'> {
  const { accountId } = agreement.heldBy.at(-1)!;
  const [endsOn, renewOn, renewalBy] = [endOf(agreement), renewsOn(agreement), decidedBy(agreement)];
  return { accountId, endsOn, renewOn, renewalBy, ...talksOf(agreement, renewalBy) };
}

/** Terms that renew by themselves and are shorter get no deals: there would be one every month. */
const MONTHS_OF_DEALS = 6;

/** Returns by when a renewal is talked about, and from when at the earliest; nulls if there is nothing to talk about. */
function talksOf(agreement: Agreement, renewalBy: Day | null): Pick<Contract, 'talkBy' | 'talkFrom'> {
  const { startsOn, endsOn } = presentTermOf(agreement);
  const isShort =
    agreement.autoRenewMonths !== null && daysAfter(endsOn ?? startsOn, 1) < monthsAfter(startsOn, MONTHS_OF_DEALS);
  if (renewalBy === null || isShort) return { talkBy: null, talkFrom: null };
  const talkBy = lastDayForNotice(agreement)!;
  return { talkBy, talkFrom: daysAfter(talkBy, -Math.ceil((daysBetween(startsOn, endsOn!) + 1) / 2)) };
}

/** The whole agreement: the latest event of a contract tells what it is. */
export function factsOf(contract: Contract): EventData {
  const { accountId, dealId, currency, startsOn, endsOn, noticeDays, autoRenewMonths } = contract;
  const { terms, notice, heldBy, lines } = contract;
  return {
    accountId,
    dealId,
    currency,
    startsOn,
    endsOn,
    noticeDays,
    autoRenewMonths,
    terms,
    notice: notice && noticeFacts(notice),
    heldBy,
    lines,
  };
}
