/** A number rounded to a billionth of a lead, without the noise of floating-point arithmetic. */
export function readable(value: number): number {
  return Math.round(value * 1e9) / 1e9 || 0;
}
