import { digitsOf } from '../platform/money.js';
import { JsonNumber } from './platforms/json-text.js';

/** What something is worth. The amount is a decimal text throughout: a number would lose cents on the way. */
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

/** Nothing, in a currency. It is always written: what is left out means the platform's default value, not zero. */
export function zeroOf({ currency }: Money): Money {
  return { amount: '0', currency };
}

export function isSameMoney(one: Money, other: Money): boolean {
  return one.currency === other.currency && shortest(one.amount) === shortest(other.amount);
}

/** With at least the digits that the currency has: `18400.00`, in yen `18400`. */
export function amountText({ amount, currency }: Money): string {
  const [whole, fraction] = partsOf(amount);
  const text = fraction.padEnd(digitsOf(currency), '0');
  return text === '' ? whole : `${whole}.${text}`;
}

/** As short as it can be said: `18400`, `0`, `12.5`. */
export function shortAmount({ amount }: Money): string {
  return shortest(amount);
}

/** As a number of JSON, digit by digit: `18400.0`. A zero is written like any other. */
export function jsonAmount({ amount }: Money): JsonNumber {
  const text = shortest(amount);
  return new JsonNumber(text.includes('.') ? text : `${text}.0`);
}

function shortest(amount: string): string {
  const [whole, fraction] = partsOf(amount);
  return fraction === '' ? whole : `${whole}.${fraction}`;
}

/** Without zeros that say nothing. */
function partsOf(amount: string): [whole: string, fraction: string] {
  const [whole, fraction = ''] = amount.split('.') as [string, string?];
  return [whole.replace(/^0+(?=\d)/, ''), fraction.replace(/0+$/, '')];
}
