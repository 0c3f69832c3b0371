/** A number without what arithmetic left behind it: a billionth of a lead is nothing. */
export function readable(value: number): number {
  return Math.round(value * 1e9) / 1e9 || 0;
}
