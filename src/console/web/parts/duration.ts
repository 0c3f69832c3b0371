/** Units with the text before and after the number in ISO 8601. */
export const UNITS = {
  seconds: ['PT', 'S'],
  minutes: ['PT', 'M'],
  hours: ['PT', 'H'],
  days: ['P', 'D'],
  weeks: ['P', 'W'],
} as const;
export type Unit = keyof typeof UNITS;

export interface Amount {
  readonly count: number;
  readonly unit: Unit;
}

const NAMES = Object.keys(UNITS) as readonly Unit[];

/** `PT5M` → 5 minutes; null for several units, such as `P1DT2H`. */
export function amountOf(duration: string): Amount | null {
  for (const unit of NAMES) {
    const [before, behind] = UNITS[unit];
    const [, count] = duration.match(new RegExp(`^${before}(\\d+)${behind}$`)) ?? [];
    if (count !== undefined) return { count: Number(count), unit };
  }
  return null;
}

export function durationOf({ count, unit }: Amount): string {
  const [before, behind] = UNITS[unit];
  return `${before}${count}${behind}`;
}

const PARTS = /^P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

/** `P1DT2H` → `1 day 2 hours`; null if the text is not a duration. */
export function durationInWords(text: string): string | null {
  const [whole, ...counts] = text.match(PARTS) ?? [];
  if (whole === undefined || whole.endsWith('P') || whole.endsWith('T')) return null;
  const units = ['week', 'day', 'hour', 'minute', 'second'];
  const parts = counts.flatMap((count, at) =>
    count === undefined || Number(count) === 0 ? [] : [`${count} ${units[at]}${Number(count) === 1 ? '' : 's'}`],
  );
  return parts.length === 0 ? 'at once' : parts.join(' ');
}
