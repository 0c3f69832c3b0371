import { isDeepStrictEqual } from 'node:util';
import { type Fault, fault } from '../../platform/input/fault.js';
import type { Day } from '../../platform/values/day.js';
import { renewedBy, withoutTerms } from './auto-renewal.js';
import type { Agreement, Contract, ContractFields, ContractLine, Notice } from './contract.js';
import { withoutMoved } from './moving.js';
import { applyNotice, termInForce } from './notice.js';

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

export function signed(reported: ReportedContract): ContractFields {
  const { accountId, dealId, externalId, refs, currency, startsOn, endsOn, noticeDays, autoRenewMonths, lines } =
    reported;
  return {
    dealId,
    externalId,
    refs,
    currency,
    startsOn,
    noticeDays,
    autoRenewMonths,
    lines,
    terms: [{ startsOn, endsOn, cause: 'signed' }],
    notice: null,
    heldBy: [{ accountId, from: startsOn }],
    movedFromContractId: null,
    withdrawnAt: null,
    reported,
  };
}

/** If one of these differs from the last report, the contract is rebuilt from the new one. */
const AS_A_WHOLE = ['accountId', 'currency', 'startsOn', 'endsOn', 'lines'] as const;

/**
 * Applies a further report about a contract. What differs from the last report is corrected; what has happened to the
 * contract since stays as long as the reports agree, and due automatic renewals follow.
 * @returns a fault if the contract cannot become that
 */
export function reportedAgain(
  contract: Contract,
  reported: ReportedContract,
  today: Day,
): Partial<ContractFields> | Fault {
  const former = contract.reported;
  const isAnew = former === null || AS_A_WHOLE.some((field) => !isDeepStrictEqual(former[field], reported[field]));
  const { noticeDays, autoRenewMonths, dealId, externalId } = reported;
  const refs = { ...contract.refs, ...reported.refs };
  const rest = { noticeDays, autoRenewMonths, dealId, externalId, refs, reported };
  if (!isAnew) {
    const isJudgedBefore = noticeDays === contract.noticeDays && autoRenewMonths === contract.autoRenewMonths;
    return isJudgedBefore ? rest : judged(rest, { ...contract, ...rest }, contract.notice, today);
  }
  const { terms, lines, heldBy, currency, startsOn } = signed(reported);
  const left = withoutMoved(lines, contract, currency);
  const anew = { ...rest, currency, startsOn, terms, lines: left, heldBy, notice: null };
  return judged(anew, anew, contract.notice, today);
}

/**
 * Evaluates the notice, or that there is none, by the new terms: due renewals are added, and automatic ones that are
 * not due yet are removed.
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
  const given = applyNotice(agreement, notice);
  if ('fields' in given) return { ...fields, ...given.fields };
  const message = `Notice was given on ${notice.givenOn}, which is not within this contract.`;
  return fault('/startsOn', 'contradiction', message);
}

/** A term in which lines were amended stays: somebody has agreed to it. */
function withoutUndue(agreement: Agreement, today: Day): Agreement {
  const left = withoutTerms(agreement, (lastDay) => lastDay >= today);
  return termInForce(agreement, left) === null ? left : agreement;
}

/** Returns the names of the fields that have changed, as the API calls them. */
export function changedFields(before: Contract, after: Contract): string[] {
  return CHANGEABLE.filter((field) => !isDeepStrictEqual(before[field], after[field]));
}

const CHANGEABLE: readonly (keyof Contract & string)[] = [
  ...(['accountId', 'dealId', 'externalId', 'refs', 'currency', 'startsOn', 'endsOn', 'noticeDays'] as const),
  ...(['autoRenewMonths', 'terms', 'notice', 'heldBy', 'lines'] as const),
];
