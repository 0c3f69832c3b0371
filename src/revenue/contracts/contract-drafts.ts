import { type Day, daysAfter, monthsAfter } from '../../platform/day.js';
import { InvalidRequestError } from '../../platform/refusal.js';
import { arrOf, wholeMonthsOf } from '../segment-arr.js';
import { faultOfDay } from './amending.js';
import { type Agreement, type ContractLine, type ContractSegment, endOf, presentTermOf, unitsOf } from './contract.js';
import type { DraftLine } from './contract-draft.schema.js';
import { linesFrom, linesUntil, renewedLines } from './contract-lines.js';
import { ENDLESS } from './renewing.js';

/* What an amendment and a renewal start from: unedited, they leave the ARR as it is. */

const MONTHS_DEFAULT = 12;

/** The lines from a day on, in the form of an amendment. @throws InvalidRequestError for a day outside the contract */
export function amendmentDraft(agreement: Agreement, effectiveOn: Day): { effectiveOn: Day; lines: DraftLine[] } {
  const outside = faultOfDay(agreement, effectiveOn);
  if (outside !== null) throw new InvalidRequestError([outside]);
  const { lines, currency } = agreement;
  const held = linesFrom(linesUntil(lines, endOf(agreement), currency), effectiveOn, currency, 'sold');
  return { effectiveOn, lines: drafted(held, currency) };
}

/**
 * The next term at the ARR of the last day of the present one, in the form of a renewal.
 * @param months its length; by default that of an automatic renewal, else that of the present term
 * @throws InvalidRequestError for a contract without an end
 */
export function renewalDraft(agreement: Agreement, months?: number): { endsOn: Day; lines: DraftLine[] } {
  const end = endOf(agreement);
  if (end === null) throw new InvalidRequestError([ENDLESS]);
  const { lines, currency, autoRenewMonths } = agreement;
  const from = daysAfter(end, 1);
  const length = months ?? autoRenewMonths ?? wholeMonthsOf(presentTermOf(agreement).startsOn, end) ?? MONTHS_DEFAULT;
  const to = daysAfter(monthsAfter(from, length), -1);
  return { endsOn: to, lines: drafted(renewedLines(lines, end, { from, to }, currency), currency) };
}

/** Lines that moved to another contract cannot be amended here. */
function drafted(lines: readonly ContractLine[], currency: string): DraftLine[] {
  return lines
    .filter(({ movedToContractId }) => movedToContractId === undefined)
    .map(({ product, kind, segments, dealId }) => ({
      ...{ product, kind, ...(dealId !== undefined && { dealId }) },
      segments: segments.map((segment) => draftedSegment(segment, currency)),
    }));
}

/** Includes the ARR only if it does not follow from the amount. */
function draftedSegment({ from, to, amount, arr, cause }: ContractSegment, currency: string) {
  const follows = arrOf({ from, to, amount: unitsOf(amount, currency) });
  const isSaid = arr !== null && unitsOf(arr, currency) !== follows;
  return { from, ...(to !== null && { to }), amount, ...(isSaid && { arr }), cause };
}
