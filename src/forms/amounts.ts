/** Decimal places that an amount may have: as many as those of deals and milestones. */
const PLACES = 4;
const AMOUNT = /^(-?)(\d{1,15})(?:\.(\d{1,4}))?$/;

/**
 * Adds up amounts exactly: cents that are lost on the way would be somebody's.
 * @param amounts decimals as text
 * @returns null where one of them is none
 */
export function sumOf(amounts: readonly unknown[]): bigint | null {
  let sum = 0n;
  for (const amount of amounts) {
    const units = unitsOf(amount);
    if (units === null) return null;
    sum += units;
  }
  return sum;
}

/** In ten-thousandths. @returns null where it is no amount */
export function unitsOf(amount: unknown): bigint | null {
  const parts = typeof amount === 'string' ? AMOUNT.exec(amount) : null;
  if (parts === null) return null;
  const [, sign, whole, fraction = ''] = parts;
  const units = BigInt(whole! + fraction.padEnd(PLACES, '0'));
  return sign === '-' ? -units : units;
}

/** As people write it: with two places at least. */
export function amountOf(units: bigint): string {
  const digits = (units < 0n ? -units : units).toString().padStart(PLACES + 1, '0');
  const fraction = digits.slice(-PLACES).replace(/0{1,2}$/, '');
  return `${units < 0n ? '-' : ''}${digits.slice(0, -PLACES)}.${fraction}`;
}
