import { ownOf } from '../platform/sql/sql.js';
import { moneyInWords } from '../platform/values/money.js';
import { type BilledLines, isBlank, unitsOf } from './billing.js';

const PRICE = ['rate', 'cap', 'period'] as const;
const LINES_SHOWN = 20;

/**
 * Returns what the billing lines of a delivery say otherwise than those of its sale, a sentence for each product.
 * @param delivered null if nothing is filled in yet
 */
export function differencesIn(
  sold: BilledLines | null,
  delivered: BilledLines | null,
  currency: string | null,
): string[] {
  if (sold === null || delivered === null) return [];
  const [before, now] = [pricesIn(sold, currency), pricesIn(delivered, currency)];
  const names = [...new Set([...before.keys(), ...now.keys()])];
  return names
    .filter((name) => before.get(name) !== now.get(name))
    .slice(0, LINES_SHOWN)
    .map((name) => `${name}: ${now.get(name) ?? 'nothing'} instead of ${before.get(name) ?? 'nothing'}`);
}

/** The prices of lines in words, by what they are for. */
function pricesIn({ lines }: BilledLines, currency: string | null): Map<string, string> {
  const prices = new Map<string, string>();
  for (const line of lines) {
    const name = String(ownOf(line, 'what') ?? 'A line without a name').trim();
    const price = priceOf(line, currency);
    const former = prices.get(name);
    prices.set(name, former === undefined ? price : `${former} and ${price}`);
  }
  return prices;
}

function priceOf(line: unknown, currency: string | null): string {
  const amount = ownOf(line, 'amount');
  if (!isBlank(amount) && unitsOf(amount) !== null) return moneyInWords(amount, currency);
  const parts = PRICE.map((name) => ownOf(line, name)).filter((part) => !isBlank(part));
  return parts.length === 0 ? 'no price' : parts.join(', ');
}
