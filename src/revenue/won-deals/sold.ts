import type { ContractProblem, ContractProblemCode } from '../../deals/contract-problem.js';
import type { Deal } from '../../deals/deal.js';
import { soldFor } from '../../deals/sold-for.js';
import { amountOf, type BilledLines, sumOf } from '../../forms/billing.js';
import { LINES_MAX, type LineBody, PRODUCT_LENGTH_MAX } from '../../forms/contract-lines.dto.js';
import { pricedLine, type TermAndCurrency } from '../../forms/priced-line.js';
import { fitsAmount, soldLinesOf } from '../../forms/sold-lines.js';
import { step } from '../../platform/input/fault.js';
import { ownOf } from '../../platform/sql/sql.js';
import { amountIn } from '../../platform/values/money.js';
import type { ContractLine } from '../contracts/contract.js';
import { readLines } from '../contracts/reading-contracts.js';

/** What was sold, according to a deal and the form of its handoff. */
export interface SoldContract extends TermAndCurrency {
  /** Whether its lines come from the form, or stand for the term of the deal. */
  readonly from: 'form' | 'term';
  readonly accountId: string;
  readonly noticeDays: number;
  /** Absent if it does not renew by itself. */
  readonly autoRenewMonths?: number;
  readonly lines: readonly ContractLine[];
}

/** The product of a line that names none. The name of the deal is no substitute, since it may be that of a person. */
const NO_PRODUCT = 'No product';

/**
 * @param billed null if the form has no billing lines, so that the term of the deal stands for one
 * @returns null if no contract follows: it is sold once, or as a pilot that is not converted
 */
export function soldBy(deal: Deal, billed: BilledLines | null): SoldContract | ContractProblem | null {
  const { accountId, term, currency } = deal;
  if (term === null && soldFor(deal) !== null) return null;
  if (accountId === null) return about('noAccount');
  if (term === null) return about('noTerm');
  if (currency === null) return about(billed === null ? 'noAmount' : 'noCurrency');
  const { startsOn, endsOn } = term;
  const agreed = { startsOn, endsOn, currency };
  const lines = linesOf(deal, billed ?? shorthandOf(deal), agreed);
  if ('code' in lines) return billed === null ? { ...lines, pointer: null } : lines;
  if (billed !== null && isOtherThanConverted(deal, billed, lines)) return about('otherAmount', billed.pointer);
  const { noticeDays, autoRenewMonths } = term;
  return {
    ...agreed,
    from: billed === null ? 'term' : 'form',
    accountId,
    noticeDays: noticeDays ?? 0,
    ...(autoRenewMonths !== null && { autoRenewMonths }),
    lines,
  };
}

/** Reports whether the lines are still those of the pilot, which was converted at another amount. */
function isOtherThanConverted(
  { pilotEndsOn, amount, currency }: Deal,
  billed: BilledLines,
  lines: readonly ContractLine[],
): boolean {
  if (pilotEndsOn === null || amount === null) return false;
  const whole = sumOf(lines.flatMap(({ segments }) => segments.map((segment) => segment.amount)))!;
  return !fitsAmount(soldLinesOf(billed, currency)!, amount, amountOf(whole));
}

/** The single recurring line that the term of a deal stands for. */
function shorthandOf({ amount }: Deal): BilledLines {
  return { pointer: '', lines: [{ kind: 'retainer', amount }] };
}

function linesOf(
  deal: Deal,
  { pointer, lines }: BilledLines,
  agreed: TermAndCurrency,
): readonly ContractLine[] | ContractProblem {
  if (lines.length > LINES_MAX) return about('tooManyLines', pointer);
  const { startsOn: from, endsOn: to, currency } = agreed;
  const bodies: LineBody[] = [];
  for (const [place, line] of lines.entries()) {
    const priced = pricedLine(line, agreed);
    if (typeof priced === 'string') return about(priced, `${pointer}${step(place)}`);
    const { kind, amount } = priced;
    bodies.push({ product: productOf(line, deal), kind, segments: [{ from, to, amount: amountIn(amount, currency) }] });
  }
  const read = readLines(bodies, { from, to, currency, cause: 'sold' });
  // Its ARR is too large.
  const [fault] = read.faults;
  return fault === undefined ? read.lines : about('amount', `${pointer}/${fault.pointer.split('/')[2]}`);
}

/** @param line as the form has it */
export function productOf(line: unknown, { product }: Deal): string {
  const what = ownOf(line, 'what');
  const named = typeof what === 'string' && what.trim() !== '' ? what.trim() : (product ?? NO_PRODUCT);
  return named.slice(0, PRODUCT_LENGTH_MAX);
}

function about(code: ContractProblemCode, pointer: string | null = null): ContractProblem {
  return { code, pointer };
}
