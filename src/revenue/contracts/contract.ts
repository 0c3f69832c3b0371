import { RowCase } from '../../deals/row-case.js';
import type { EventData, EventType } from '../../events/event.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import type { Actor } from '../../platform/actor.js';
import { type Day, daysAfter } from '../../platform/day.js';
import { minorUnitsOf } from '../../platform/money.js';
import type { Row } from '../../platform/table.js';
import { hasArr, type LineKind } from '../segment-arr.js';
import type { CONTRACT } from './contract.table.js';

/** Why ARR changes on a day. */
export const STEP_CAUSES = ['sold', 'ramp', 'escalator', 'transfer', 'renewal'] as const;
export type StepCause = (typeof STEP_CAUSES)[number];

/** Part of a line in which its price stays the same. Amounts are decimals, with all places of the currency. */
export interface ContractSegment {
  readonly from: Day;
  /** Its last day; null where no end is agreed. */
  readonly to: Day | null;
  /** For its whole span. */
  readonly amount: string;
  /** Null of lines that have none. */
  readonly arr: string | null;
  /** Why the ARR changes on its first day, where it does. */
  readonly cause: StepCause;
}

/** What is bought, through all its segments: in order, none of them on a day of another. */
export interface ContractLine {
  readonly product: string;
  readonly kind: LineKind;
  /** None where all of it went to another contract before it began. */
  readonly segments: readonly ContractSegment[];
  /** Its rest went to this contract, of another account. */
  readonly movedToContractId?: string;
  /** From which day on; undefined where it did before that was kept: then on the day after its last one. */
  readonly movedOn?: Day;
  /** The deal that has added it to what was there; undefined where no deal has. */
  readonly dealId?: string;
}

/** How a term came about: by the contract itself, by a renewal that was signed, or because nobody gave notice. */
export const TERM_CAUSES = ['signed', 'renewed', 'auto'] as const;

export interface Term {
  readonly startsOn: Day;
  /** Null where no end is agreed. */
  readonly endsOn: Day | null;
  readonly cause: (typeof TERM_CAUSES)[number];
}

export interface Notice {
  readonly givenOn: Day;
  /** The code of a churn reason. */
  readonly reason: string;
  /** Whether it came after the last day for it. */
  readonly late: boolean;
  /** The last day for it, of the term that it came too late for where it did; null where the contract had no end. */
  readonly lastDayForNotice: Day | null;
  /** The last day of the contract, by this notice. */
  readonly endsOn: Day;
  /** What the contract was where this notice has undone terms: so it is again if the notice is taken back. */
  readonly former?: Pick<Contract, 'terms' | 'lines'>;
}

/** Whose the contract is, from a day on. */
export interface ContractHolder {
  readonly accountId: string;
  readonly from: Day;
}

/** A contract with a customer. */
export interface Contract extends Row<typeof CONTRACT> {
  /** Its ids in other systems, by system. */
  readonly refs: Readonly<Record<string, string>>;
}

/** What of it is agreed: all else that stands of its term, its end and its account follows. */
export type Agreement = Pick<
  Contract,
  'currency' | 'startsOn' | 'noticeDays' | 'autoRenewMonths' | 'terms' | 'notice' | 'heldBy' | 'lines'
>;

export type ContractCase = RowCase<Contract>;

/** What is known of one before it is one. */
export type ContractFields = Agreement &
  Pick<Contract, 'dealId' | 'externalId' | 'refs' | 'movedFromContractId' | 'told' | 'withdrawnAt'>;

export function presentTermOf({ terms }: Pick<Agreement, 'terms'>): Term {
  return terms.at(-1)!;
}

/** The last day of the contract as far as is known; null where none is agreed. */
export function endOf({ terms, notice }: Pick<Agreement, 'terms' | 'notice'>): Day | null {
  return notice?.endsOn ?? presentTermOf({ terms }).endsOn;
}

/** The last day on which notice ends the contract with its present term; null where that has no end. */
export function lastDayForNotice({ terms, noticeDays }: Pick<Agreement, 'terms' | 'noticeDays'>): Day | null {
  const { endsOn } = presentTermOf({ terms });
  return endsOn === null ? null : daysAfter(endsOn, -noticeDays);
}

/** What others are told of a notice. */
export type NoticeFacts = Omit<Notice, 'former'>;

export function noticeFacts({ givenOn, reason, late, lastDayForNotice: lastDay, endsOn }: Notice): NoticeFacts {
  return { givenOn, reason, late, lastDayForNotice: lastDay, endsOn };
}

/**
 * The day by which it is decided whether another term follows: the last one for notice, or, of a contract that does not
 * renew by itself, its end. Null where that is decided, or nothing recurs that could be renewed.
 */
export function decidedBy(agreement: Agreement): Day | null {
  const { endsOn } = presentTermOf(agreement);
  if (endsOn === null || agreement.notice !== null || !recursOn(agreement, endsOn)) return null;
  return agreement.autoRenewMonths === null ? endsOn : lastDayForNotice(agreement);
}

/** The day on which it renews by itself; null where it does not. */
export function renewsOn(agreement: Agreement): Day | null {
  const lastDay = decidedBy(agreement);
  return lastDay === null || agreement.autoRenewMonths === null ? null : daysAfter(lastDay, 1);
}

/** Whether anything is there on a day that could go on. */
function recursOn({ lines, currency }: Agreement, day: Day): boolean {
  const own = lines.filter(({ movedToContractId }) => movedToContractId === undefined);
  return arrOn({ lines: own, currency }, day) !== 0n;
}

/** What its lines come to on a day, in minor units of its currency. */
export function arrOn({ lines, currency }: Pick<Agreement, 'lines' | 'currency'>, day: Day): bigint {
  const live = lines.filter(({ kind }) => hasArr(kind)).flatMap(({ segments }) => segments.filter(isLiveOn(day)));
  return live.reduce((sum, { arr }) => sum + unitsOf(arr, currency), 0n);
}

export function isLiveOn(day: Day): (segment: Pick<ContractSegment, 'from' | 'to'>) => boolean {
  return ({ from, to }) => from <= day && (to === null || day <= to);
}

/** Of an amount that was read already. */
export function unitsOf(amount: string | null, currency: string): bigint {
  return amount === null ? 0n : minorUnitsOf(amount, currency)!;
}

/** A new contract; the caller writes it. */
export function beginContract(work: UnitOfWork, id: string, fields: ContractFields): ContractCase {
  const row = { ...fields, ...derived(fields), id, reasons: {}, createdAt: work.now, updatedAt: work.now, eventSeq: 0 };
  return new RowCase<Contract>('contract', row, null);
}

/** Something that happens to a contract, and what it is then. */
export interface ContractTurn {
  readonly type: Extract<EventType, `contract.${string}`>;
  readonly fields: Partial<ContractFields>;
  /** What its event tells besides. */
  readonly facts: EventData;
  /** If not whoever asked for it. */
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

function derived(agreement: Agreement): Pick<Contract, 'accountId' | 'endsOn' | 'renewOn' | 'renewalBy'> {
  const { accountId } = agreement.heldBy.at(-1)!;
  const [endsOn, renewOn, renewalBy] = [endOf(agreement), renewsOn(agreement), decidedBy(agreement)];
  return { accountId, endsOn, renewOn, renewalBy };
}

/** All that is agreed, whole: what a contract is can be told from its latest event. */
export function factsOf(contract: Contract): EventData {
  const { accountId, dealId, currency, startsOn, endsOn, noticeDays, autoRenewMonths } = contract;
  const { terms, notice, heldBy, lines } = contract;
  return {
    ...{ accountId, dealId, currency, startsOn, endsOn, noticeDays, autoRenewMonths },
    ...{ terms, notice: notice && noticeFacts(notice), heldBy, lines },
  };
}
