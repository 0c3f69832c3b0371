import { isDeepStrictEqual } from 'node:util';
import type { Day } from '../../platform/day.js';
import type { Fault } from '../../platform/fault.js';
import { renewedBy, withoutTerms } from './auto-renewal.js';
import type { Agreement, Contract, ContractFields, ContractLine, Notice } from './contract.js';
import { withoutMoved } from './moving.js';
import { give, standingOn } from './notice.js';

/** A contract as a program tells of it, whole. */
export interface ReportedContract {
  readonly accountId: string;
  readonly dealId: string | null;
  readonly externalId: string | null;
  readonly refs: Readonly<Record<string, string>>;
  readonly currency: string;
  readonly startsOn: string;
  readonly endsOn: string | null;
  readonly noticeDays: number;
  readonly autoRenewMonths: number | null;
  readonly lines: readonly ContractLine[];
}

/** A new contract, as it was told. */
export function signed(told: ReportedContract): ContractFields {
  const { accountId, dealId, externalId, refs, currency, startsOn, endsOn, noticeDays, autoRenewMonths, lines } = told;
  return {
    ...{ dealId, externalId, refs, currency, startsOn, noticeDays, autoRenewMonths, lines },
    terms: [{ startsOn, endsOn, cause: 'signed' }],
    notice: null,
    heldBy: [{ accountId, from: startsOn }],
    movedFromContractId: null,
    withdrawnAt: null,
    told,
  };
}

/** What of a contract is told by all of it together: another of these, and it is told anew. */
const AS_A_WHOLE = ['accountId', 'currency', 'startsOn', 'endsOn', 'lines'] as const;

/**
 * What a contract becomes when a program tells of it again. What differs from what was told last is put right; what has
 * happened to it since stands where the program says the same as before, and it has renewed by itself as it is due to.
 * @returns a fault where it cannot be that
 */
export function reportedAgain(contract: Contract, told: ReportedContract, today: Day): Partial<ContractFields> | Fault {
  const former = contract.told;
  const isAnew = former === null || AS_A_WHOLE.some((field) => !isDeepStrictEqual(former[field], told[field]));
  const { noticeDays, autoRenewMonths, dealId, externalId } = told;
  const refs = { ...contract.refs, ...told.refs };
  const rest = { noticeDays, autoRenewMonths, dealId, externalId, refs, told };
  if (!isAnew) {
    const isJudgedBefore = noticeDays === contract.noticeDays && autoRenewMonths === contract.autoRenewMonths;
    return isJudgedBefore ? rest : judged(rest, { ...contract, ...rest }, contract.notice, today);
  }
  const { terms, lines, heldBy, currency, startsOn } = signed(told);
  const left = withoutMoved(lines, contract, currency);
  const anew = { ...rest, currency, startsOn, terms, lines: left, heldBy, notice: null };
  return judged(anew, anew, contract.notice, today);
}

/**
 * The notice that was given, or that none was, is judged by what the contract says now: terms that are due have followed,
 * and one that came by itself and is not due yet has not.
 */
function judged(
  fields: Partial<ContractFields>,
  agreement: Agreement,
  notice: Notice | null,
  today: Day,
): Partial<ContractFields> | Fault {
  if (notice === null) {
    const { terms, lines } = renewedBy(withoutUndue(agreement, today), today);
    return { ...fields, terms, lines };
  }
  const given = give(agreement, notice);
  if ('fields' in given) return { ...fields, ...given.fields };
  const message = `Notice was given on ${notice.givenOn}, which is not within this contract.`;
  return { pointer: '/startsOn', code: 'contradiction', message };
}

/** What was amended in a term keeps it: somebody has agreed to that. */
function withoutUndue(agreement: Agreement, today: Day): Agreement {
  const left = withoutTerms(agreement, (lastDay) => lastDay >= today);
  return standingOn(agreement, left) === null ? left : agreement;
}

/** The fields in which a contract has become another, by the names that the API has for them. */
export function changedFields(before: Contract, after: Contract): string[] {
  return CHANGEABLE.filter((field) => !isDeepStrictEqual(before[field], after[field]));
}

const CHANGEABLE: readonly (keyof Contract & string)[] = [
  ...(['accountId', 'dealId', 'externalId', 'refs', 'currency', 'startsOn', 'endsOn', 'noticeDays'] as const),
  ...(['autoRenewMonths', 'terms', 'notice', 'heldBy', 'lines'] as const),
];
