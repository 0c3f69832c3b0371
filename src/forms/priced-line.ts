import { ownOf } from '../platform/sql/sql.js';
import { type Day, daysBetween, wholeMonthsOf } from '../platform/values/day.js';
import { digitsOf, minorUnitsOf, type Ratio, round, withoutZeros } from '../platform/values/money.js';
import { isBlank } from './billing.js';
import type { LineKind } from './contract-lines.dto.js';
import { mayBeThousands, monthsOf, readQuantity } from './quantity.js';

export interface TermAndCurrency {
  readonly startsOn: Day;
  readonly endsOn: Day;
  readonly currency: string;
}

/** A billing line of a form, priced as a line of a contract. */
interface PricedLine {
  readonly kind: LineKind;
  /** Minor units, over the whole term. */
  readonly amount: bigint;
}

/** Why a line has no price. */
type PriceGap = 'unpriced' | 'amount';

const MONTHS_PER_YEAR = 12n;
const DAYS_PER_YEAR = 365n;
/** The limit of contracts: twelve digits before the point. */
const WHOLE_DIGITS_MAX = 12;

/** @param line as the form has it @param agreed without a term, a line with neither an amount nor usage has no price */
export function pricedLine(
  line: unknown,
  agreed: TermAndCurrency | Pick<TermAndCurrency, 'currency'>,
): PricedLine | PriceGap {
  const kind = kindOf(line);
  const { currency } = agreed;
  const given = ownOf(line, 'amount');
  if (isBlank(given) && kind === 'usage') return { kind, amount: 0n };
  const amount = isBlank(given) ? overTerm(eachPeriod(line, kind, currency), agreed) : inMinorUnits(given, currency);
  if (amount === null) return isBlank(given) ? 'unpriced' : 'amount';
  const most = 10n ** BigInt(WHOLE_DIGITS_MAX + digitsOf(currency));
  return amount < 0n || amount >= most ? 'amount' : { kind, amount };
}

/**
 * A fixed price is billed once, or recurs if the line names a period. A retainer recurs. Usage up to a cap is a
 * commitment to it. Time and material, and usage without a cap, are billed as they are used.
 */
function kindOf(line: unknown): LineKind {
  switch (ownOf(line, 'kind')) {
    case 'fixed':
      return isBlank(ownOf(line, 'period')) ? 'oneOff' : 'recurring';
    case 'retainer':
      return 'recurring';
    case 'usage':
      return /\d/.test(String(ownOf(line, 'cap') ?? '')) ? 'commitment' : 'usage';
    default:
      return 'usage';
  }
}

function inMinorUnits(given: unknown, currency: string): bigint | null {
  if (typeof given !== 'string' || mayBeThousands(given.trim(), currency)) return null;
  return minorUnitsOf(withoutZeros(given.trim()), currency);
}

/** An amount, in units of the currency, for every so many months. */
interface Each {
  readonly value: Ratio;
  readonly months: bigint;
}

/** Multiplies a rate per unit by a cap in that unit; otherwise takes the cap of a commitment, else the rate. */
function eachPeriod(line: unknown, kind: LineKind, currency: string): Each | null {
  const rate = readQuantity(ownOf(line, 'rate'), currency);
  const cap = readQuantity(ownOf(line, 'cap'), currency);
  const isCounted = rate !== null && rate.unit !== '' && monthsOf(rate.unit) === null;
  const period = monthsOf(ownOf(line, 'period'));
  if (isCounted && cap?.unit === rate.unit && period !== null)
    return { value: times(rate.value, cap.value), months: period };
  const paid = kind === 'commitment' ? cap : rate;
  // A cap of 10,000 may count the unit of the rate, or be an amount.
  if (paid === null || (isCounted && !(paid === cap && cap.isMoney))) return null;
  const months = paid.unit === '' ? period : monthsOf(paid.unit);
  return months === null ? null : { value: paid.value, months };
}

function times(one: Ratio, other: Ratio): Ratio {
  return { over: one.over * other.over, under: one.under * other.under };
}

/** In minor units. */
function overTerm(each: Each | null, agreed: TermAndCurrency | Pick<TermAndCurrency, 'currency'>): bigint | null {
  if (each === null || !('startsOn' in agreed)) return null;
  const { startsOn, endsOn, currency } = agreed;
  const over = each.value.over * 10n ** BigInt(digitsOf(currency));
  const under = each.value.under * each.months;
  const months = wholeMonthsOf(startsOn, endsOn);
  if (months !== null) return round({ over: over * BigInt(months), under });
  const days = BigInt(daysBetween(startsOn, endsOn) + 1);
  return round({ over: over * MONTHS_PER_YEAR * days, under: under * DAYS_PER_YEAR });
}
