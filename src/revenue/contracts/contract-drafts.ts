import { InvalidRequestError } from '../../platform/input/refusal.js';
import type { Day } from '../../platform/values/day.js';
import { faultOfDay } from './amending.js';
import { followsByItself } from './auto-renewal.js';
import { type Agreement, type ContractLine, type ContractSegment, endOf, unitsOf } from './contract.js';
import type { DraftLine } from './contract-draft.schema.js';
import { linesFrom, linesUntil, renewedLines } from './contract-lines.js';
import { ENDLESS } from './renewing.js';
import { arrOf } from './segment-arr.js';
import { monthsFollowing, monthsOfTerm } from './term-months.js';

/* What an amendment and a renewal start from: unedited, they leave the ARR as it is. */

const MONTHS_DEFAULT = 12;

/**
 * The lines from a day on, in the form of an amendment. Terms that follow by themselves are left out: an amendment of
 * the one before rebuilds them, and a contract may have hundreds.
 * @throws InvalidRequestError for a day outside the contract
 */
export function amendmentDraft(agreement: Agreement, effectiveOn: Day): { effectiveOn: Day; lines: DraftLine[] } {
  const outside = faultOfDay(agreement, effectiveOn);
  if (outside !== null) throw new InvalidRequestError([outside]);
  const { lines, currency } = agreement;
  const agreed = linesUntil(lines, endOfAgreed(agreement, effectiveOn), currency);
  return { effectiveOn, lines: drafted(linesFrom(agreed, effectiveOn, currency, 'sold'), currency) };
}

/** The end of the last term that began by a day, or does not follow by itself. */
function endOfAgreed(agreement: Agreement, day: Day): Day | null {
  const { terms } = agreement;
  let last = terms.length - 1;
  while (terms[last]!.startsOn > day && followsByItself(agreement, last)) last -= 1;
  return terms[last]!.endsOn;
}

/**
 * The next term at the ARR of the last day of the present one, in the form of a renewal.
 * @param months its length; by default that of an automatic renewal, else that of the present term
 * @throws InvalidRequestError for a contract without an end
 */
export function renewalDraft(agreement: Agreement, months?: number): { endsOn: Day; lines: DraftLine[] } {
  const end = endOf(agreement);
  if (end === null) throw new InvalidRequestError([ENDLESS]);
  const { terms, lines, currency, autoRenewMonths } = agreement;
  const length = months ?? autoRenewMonths ?? monthsOfTerm(terms, end) ?? MONTHS_DEFAULT;
  const next = monthsFollowing(terms, end, length);
  return { endsOn: next.to, lines: drafted(renewedLines(lines, end, next, currency), currency) };
}

function drafted(lines: readonly ContractLine[], currency: string): DraftLine[] {
  return lines.map(({ product, kind, segments, dealId }) => ({
    product,
    kind,
    ...(dealId !== undefined && { dealId }),
    segments: segments.map((segment) => draftedSegment(segment, currency)),
  }));
}

/** Includes the ARR only if it does not follow from the amount. */
function draftedSegment({ from, to, amount, arr, cause }: ContractSegment, currency: string) {
  const follows = arrOf({ from, to, amount: unitsOf(amount, currency) });
  const isSaid = arr !== null && unitsOf(arr, currency) !== follows;
  return { from, ...(to !== null && { to }), amount, ...(isSaid && { arr }), cause };
}
