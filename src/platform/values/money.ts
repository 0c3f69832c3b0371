/*
 * Exact amounts: whole minor units of a currency (cents) as bigint; shares and rates as ratios of two of them. A double
 * cannot hold 0.1, and a sum of thousands of them is cents off.
 */

/** An amount as text: its sign, its digits before the point, and those after it. */
const DECIMAL = /^(-?)(\d+)(?:\.(\d+))?$/;

/** A fraction, not reduced. `under` is above zero. */
export interface Ratio {
  readonly over: bigint;
  readonly under: bigint;
}

/**
 * Currencies whose minor unit is not a hundredth, by ISO 4217. Not taken from `Intl`, whose digits are those that
 * people write today: it has none for HUF, COP or IDR, and another version of Node may have others.
 */
const DIGITS: ReadonlyMap<string, number> = new Map([
  ...having(0, 'BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF'),
  ...having(3, 'BHD IQD JOD KWD LYD OMR TND'),
  ...having(4, 'CLF UYW'),
]);

function having(digits: number, currencies: string): [string, number][] {
  return currencies.split(' ').map((currency) => [currency, digits]);
}

/** Returns how many decimals a currency has: 2 for EUR, none for JPY, 3 for KWD. */
export function digitsOf(currency: string): number {
  return DIGITS.get(currency) ?? 2;
}

/**
 * Converts an amount to minor units of its currency. @returns null if it is not an amount, or has more decimals than
 * the currency
 */
export function minorUnitsOf(amount: string, currency: string): bigint | null {
  return scaledOf(amount, digitsOf(currency));
}

/** Drops zeros at the end of the decimals, which make no difference: `12.5000` → `12.5`. */
export function withoutZeros(amount: string): string {
  return amount.replace(/(?:\.|(\.\d+?))0*$/, '$1');
}

/** Formats an amount with all decimals of its currency: `10000.00`, in yen `10000`. */
export function amountIn(minorUnits: bigint, currency: string): string {
  return decimalOf(minorUnits, digitsOf(currency));
}

const THOUSANDS = /(?<!\.\d*)\B(?=(?:\d{3})+(?!\d))/g;

/** `12000.00`, `EUR` → `EUR 12,000.00`. @param currency null if unknown */
export function moneyInWords(amount: unknown, currency: unknown): string {
  const grouped = String(amount).replaceAll(THOUSANDS, ',');
  return currency === null ? grouped : `${currency} ${grouped}`;
}

/** Returns a decimal times ten to the power of `places`. @returns null if it is not a decimal, or has more places */
export function scaledOf(decimal: string, places: number): bigint | null {
  const [, sign, whole, fraction = ''] = DECIMAL.exec(decimal) ?? [];
  if (whole === undefined || fraction.length > places) return null;
  const scaled = BigInt(whole + fraction.padEnd(places, '0'));
  return sign === '-' ? -scaled : scaled;
}

/** The inverse of `scaledOf`, with all places. */
export function decimalOf(scaled: bigint, places: number): string {
  const digits = (scaled < 0n ? -scaled : scaled).toString().padStart(places + 1, '0');
  const sign = scaled < 0n ? '-' : '';
  return places === 0 ? sign + digits : `${sign}${digits.slice(0, -places)}.${digits.slice(-places)}`;
}

/** Reads a rate or a share exactly as it is written. @returns null if it is not a decimal */
export function ratioOf(decimal: string): Ratio | null {
  const [, , , fraction = ''] = DECIMAL.exec(decimal) ?? [];
  const over = scaledOf(decimal, fraction.length);
  return over === null ? null : { over, under: 10n ** BigInt(fraction.length) };
}

/** Rounds to the nearest whole number; halves go away from zero, as in spreadsheets and payrolls. */
export function round({ over, under }: Ratio): bigint {
  const size = over < 0n ? -over : over;
  const rounded = (2n * size + under) / (2n * under);
  return over < 0n ? -rounded : rounded;
}

/** Formats a ratio as a decimal with a number of places, rounded once. */
export function roundedTo(places: number, { over, under }: Ratio): string {
  return decimalOf(round({ over: over * 10n ** BigInt(places), under }), places);
}
