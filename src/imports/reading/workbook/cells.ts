/** What is needed to read the cells of a workbook. */
export interface CellOptions {
  readonly strings: { at(index: number): string };
  /** Whether numbers of a style are dates. */
  readonly isDate: readonly boolean[];
  /** Whether days are counted from 1904, as programs on Macs did. */
  readonly from1904: boolean;
}

export interface WrittenCell {
  readonly type: string | undefined;
  readonly style: number;
  /** As the file has it: a number, the index of a text, or the text itself. */
  readonly written: string;
}

/** Returns a cell as the text that a CSV would have. Formulas are the values that were stored with them. */
export function textOfCell({ type = 'n', style, written }: WrittenCell, options: CellOptions): string {
  switch (type) {
    case 's':
      return unescaped(options.strings.at(Number(written)));
    case 'b':
      return written === '1' || written === 'true' ? 'TRUE' : 'FALSE';
    // `#N/A` and its like say that there is nothing.
    case 'e':
      return '';
    case 'n':
      return options.isDate[style] === true ? dateOf(written, options) : numberOf(written);
    default:
      return unescaped(written);
  }
}

/** Control characters are written as `_x000D_`. */
function unescaped(text: string): string {
  return text.includes('_x')
    ? text.replace(/_x([0-9A-Fa-f]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)))
    : text;
}

/** Programs show fifteen digits: `0.1 + 0.2` is stored as 0.30000000000000004. */
function numberOf(written: string): string {
  const number = Number(written);
  return written.trim() === '' || !Number.isFinite(number) ? written : String(Number(number.toPrecision(15)));
}

const SECONDS = 24 * 60 * 60;
const DAYS_BEFORE_1904 = 1_462;
/** The last day of the year 9999. */
const DAYS_MAX = 2_958_465;
const EPOCH = Date.UTC(1899, 11, 30);
/** Day 60 is the 29th of February 1900, which there never was. */
const PHANTOM_DAY = 60;

/** `2026-03-02`, with its time if it has one; a time alone has no day. */
function dateOf(written: string, { from1904 }: Pick<CellOptions, 'from1904'>): string {
  const days = Number(written) + (from1904 ? DAYS_BEFORE_1904 : 0);
  if (written.trim() === '' || !(days >= 0 && days <= DAYS_MAX + 1)) return numberOf(written);
  const seconds = Math.round(days * SECONDS) + (days >= 1 && days < PHANTOM_DAY && !from1904 ? SECONDS : 0);
  const iso = new Date(EPOCH + seconds * 1_000).toISOString().slice(0, 19);
  if (days < 1) return iso.slice(11);
  return seconds % SECONDS === 0 ? iso.slice(0, 10) : iso;
}

/** Formats that each program knows by their number: dates, times, and dates of East Asia. */
const KNOWN_DATES = [14, 15, 16, 17, 18, 19, 20, 21, 22, 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 47];
const MORE_DATES = [50, 51, 52, 53, 54, 55, 56, 57, 58];
const DATES: ReadonlySet<number> = new Set([...KNOWN_DATES, ...MORE_DATES]);

/** Reports whether a format of numbers shows dates or times. Durations (`[h]:mm`) are numbers. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return DATES.has(id);
  const signs = code
    .split(';', 1)[0]!
    .replace(/"[^"]*"?|\\.|[_*]./g, '')
    .replace(/\[(?:h+|m+|s+)\][^;]*/i, '')
    .replace(/\[[^\]]*\]/g, '')
    .replace(/general/i, '');
  return /[ymdhs]/i.test(signs);
}

/** `AB12` → 27 */
export function columnOf(reference: string): number | null {
  let column = 0;
  for (const letter of reference) {
    const value = (letter.charCodeAt(0) | 0x20) - 0x60;
    if (value < 1 || value > 26) break;
    column = column * 26 + value;
  }
  return column === 0 ? null : column - 1;
}
