import type { Schemas } from '../api/api.js';

export type Contract = Schemas['Contract'];
type Line = Contract['lines'][number];

export const LINE_KINDS: Readonly<Record<Line['kind'], string>> = {
  recurring: 'Recurring',
  commitment: 'Commitment',
  usage: 'Usage',
  oneOff: 'Once',
};

/** Why the ARR changes on the first day of a segment. */
export const CAUSES: Readonly<Record<Line['segments'][number]['cause'], string>> = {
  sold: 'Sold',
  ramp: 'Agreed step',
  escalator: 'Price increase',
  renewal: 'Renewal',
  transfer: 'From another account',
};

export const TERM_CAUSES: Readonly<Record<Contract['terms'][number]['cause'], string>> = {
  signed: 'signed',
  renewed: 'renewed',
  auto: 'renewed automatically',
};

/** Returns the names of a contract's products, such as `Platform, Support`. */
export function productsOf({ lines }: Pick<Contract, 'lines'>): string {
  return [...new Set(lines.map(({ product }) => product))].join(', ') || 'Nothing';
}

/** Returns the annual value of a contract on a day, as a decimal number. */
export function arrOn({ lines }: Pick<Contract, 'lines'>, day: string): string {
  const live = lines
    .flatMap(({ segments }) => segments)
    .filter(({ from, to }) => from <= day && (to === null || to >= day))
    .flatMap(({ arr }) => arr ?? []);
  const decimals = live[0]?.split('.')[1]?.length ?? 0;
  // In the smallest unit of the currency, with whose decimals all amounts are written.
  const units = live.reduce((sum, arr) => sum + BigInt(arr.replace('.', '')), 0n);
  if (decimals === 0) return String(units);
  const digits = String(units).padStart(decimals + 1, '0');
  return `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`;
}
