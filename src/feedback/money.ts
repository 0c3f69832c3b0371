import { digitsOf } from '../platform/values/money.js';
import { JsonNumber } from './platforms/json-text.js';

/** An amount of money. It is decimal text throughout, because a number could lose cents. */
export interface Money {
  readonly amount: string;
  /** ISO 4217 */
  readonly currency: string;
}

const AMOUNT = /^\d{1,15}(\.\d{1,4})?$/;
const CURRENCY = /^[A-Z]{3}$/;

export function isMoney({ amount, currency }: Money): boolean {
  return AMOUNT.test(amount) && CURRENCY.test(currency);
}

export function isZero({ amount }: Money): boolean {
  return !/[1-9]/.test(amount);
}

/** Returns zero in a currency. It is always written: if the value is left out, platforms use their default value. */
export function zeroOf({ currency }: Pick<Money, 'currency'>): Money {
  return { amount: '0', currency };
}

export function isSameMoney(one: Money, other: Money): boolean {
  return one.currency === other.currency && shortest(one.amount) === shortest(other.amount);
}

/** Returns the amount with at least the digits of its currency: `18400.00`, in yen `18400`. */
export function amountText({ amount, currency }: Money): string {
  const [whole, fraction] = partsOf(amount);
  const text = fraction.padEnd(digitsOf(currency), '0');
  return text === '' ? whole : `${whole}.${text}`;
}

/** Returns the shortest form: `18400`, `0`, `12.5`. */
export function shortAmount({ amount }: Money): string {
  return shortest(amount);
}

/** Returns the amount as an exact JSON number: `18400.0`. */
export function jsonAmount({ amount }: Money): JsonNumber {
  const text = shortest(amount);
  return new JsonNumber(text.includes('.') ? text : `${text}.0`);
}

function shortest(amount: string): string {
  const [whole, fraction] = partsOf(amount);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** Drops leading and trailing zeros. */
function partsOf(amount: string): [whole: string, fraction: string] {
  const [whole, fraction = ''] = amount.split('.') as [string, string?];
  return [whole.replace(/^0+(?=\d)/, ''), fraction.replace(/0+$/, '')];
}
