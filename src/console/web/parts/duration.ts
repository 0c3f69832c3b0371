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

const DURATION = /^P(?=T?\d)(?:\d+W)?(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?$/;
const UNIT_WORDS: Readonly<Record<string, string>> = { W: 'week', D: 'day', H: 'hour', M: 'minute', S: 'second' };

/** `P1DT2H` → `1 day 2 hours`, in the words of the server; null if the text is not a duration. */
export function durationInWords(text: string): string | null {
  if (!DURATION.test(text)) return null;
  return [...text.matchAll(/(\d+)([WDHMS])/g)]
    .map(([, count, unit]) => `${count} ${UNIT_WORDS[unit!]}${count === '1' ? '' : 's'}`)
    .join(' ');
}
