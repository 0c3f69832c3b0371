import type { RepRow } from '../../people/rep.table.js';
import type { Fault } from '../../platform/input/fault.js';
import { flagWritten } from '../../platform/input/written-flag.js';
import { dayIn } from '../../platform/values/day.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import { isStorable, unstorable } from '../../platform/values/text.js';
import { readWrittenDate } from '../mapping/dates.js';
import { meaningOf, orderOf, type PlannedColumn } from '../mapping/planned-column.js';
import { repNamed } from './naming-reps.js';

interface FieldText {
  readonly column: PlannedColumn;
  readonly text: string;
}

/** More of a text is not repeated in a reason. */
const QUOTED_MAX = 100;

/** The fields of a row that is no lead. What cannot be read refuses it: there is no other place to keep it. */
export class RowFields {
  private readonly texts = new Map<string, FieldText[]>();
  private readonly whys: string[] = [];

  constructor(
    cells: readonly string[],
    columns: readonly PlannedColumn[],
    private readonly timeZone: string,
  ) {
    for (const column of columns) {
      const meaning = meaningOf(column, cells);
      if (meaning === null) continue;
      const text = this.storable(meaning, column);
      const known = this.texts.get(column.to);
      if (known === undefined) this.texts.set(column.to, [{ column, text }]);
      else known.push({ column, text });
    }
  }

  text(field: string): string | undefined {
    return this.texts.get(field)?.at(0)?.text;
  }

  list(field: string): string[] | undefined {
    return this.texts
      .get(field)
      ?.flatMap(({ text }) => text.split(/[,;|\n]/))
      .map((each) => each.trim())
      .filter((each) => each !== '');
  }

  instant(field: string): Instant | undefined {
    return this.read(field, 'is no date that can be read', (text, column) => {
      return readWrittenDate(text, { order: orderOf(column), timeZone: this.timeZone }) ?? undefined;
    });
  }

  /** As requests have it. */
  iso(field: string): string | undefined {
    const at = this.instant(field);
    return at === undefined ? undefined : toIso(at);
  }

  day(field: string): string | undefined {
    const at = this.instant(field);
    return at === undefined ? undefined : dayIn(at, this.timeZone);
  }

  flag(field: string): boolean | undefined {
    return this.read(field, 'is neither yes nor no', flagWritten);
  }

  /** `80 %` and `0.8` as 0.8. */
  share(field: string): number | undefined {
    return this.read(field, 'is no share from 0 to 1', (text) => {
      const number = Number(text.replace('%', '').replace(',', '.').trim());
      const share = text.includes('%') || number > 1 ? number / 100 : number;
      return share >= 0 && share <= 1 ? Math.round(share * 10_000) / 10_000 : undefined;
    });
  }

  whole(field: string): number | undefined {
    return this.read(field, 'is no whole number', (text) => (/^\d{1,9}$/.test(text) ? Number(text) : undefined));
  }

  /** `1.250,50 €` and `1,250.50` as `1250.50`. */
  amount(field: string): string | undefined {
    const [known] = this.texts.get(field) ?? [];
    const read = known && readAmount(known.text);
    if (read === undefined || 'amount' in read) return read?.amount;
    this.refuse(field, read.why);
    return undefined;
  }

  /** One of some words: `Best case` is `bestCase`. */
  word<Word extends string>(field: string, words: readonly Word[]): Word | undefined {
    const plain = (word: string) => word.toLowerCase().replace(/[^a-z]/g, '');
    return this.read(field, `is none of ${words.join(', ')}`, (text) => {
      return words.find((word) => plain(word) === plain(text));
    });
  }

  /** The id of a rep who is named by address, name, ref or id. */
  rep(field: string, reps: Iterable<Pick<RepRow, 'id' | 'name' | 'email' | 'refs'>>): string | undefined {
    return this.read(field, 'names no rep, or several', (text) => repNamed(text, reps));
  }

  /** Ids in other systems, of the thing itself or, in another group of fields, of what it names. */
  refs(group = 'refs'): Readonly<Record<string, string>> {
    const refs = [...this.texts].filter(([field]) => field.startsWith(`${group}.`));
    return Object.fromEntries(refs.map(([field, [first]]) => [field.slice(group.length + 1), first!.text]));
  }

  /** The lists of a group of fields of any name, such as `skills.language`. */
  lists(group: string): Readonly<Record<string, string[]>> {
    const fields = [...this.texts.keys()].filter((field) => field.startsWith(`${group}.`));
    return Object.fromEntries(fields.map((field) => [field.slice(group.length + 1), this.list(field)!]));
  }

  /** Refuses the row. @param field that is wrong; the column of that field is named */
  refuse(field: string, why: string): void {
    const known = this.texts.get(field)?.[0];
    this.whys.push(known === undefined ? why : `${known.column.name}: ${why}`);
  }

  /** Refuses the row for what a request with its fields would be refused for. @param fieldOf of a pointer */
  refuseFor(faults: readonly Fault[], fieldOf: (pointer: string) => string): void {
    for (const { pointer, message } of faults) this.refuse(fieldOf(pointer), message);
  }

  /** Why the row is refused; null if it is not. */
  get why(): string | null {
    return this.whys.length === 0 ? null : [...new Set(this.whys)].join(' ');
  }

  /** What no database takes refuses the row. Without it, what is looked up by the text is merely not found. */
  private storable(text: string, { name }: PlannedColumn): string {
    if (isStorable(text)) return text;
    this.whys.push(`${name}: ${unstorable('Text')}`);
    return text.toWellFormed().replaceAll('\u0000', '\ufffd');
  }

  private read<Value>(
    field: string,
    unless: string,
    by: (text: string, column: PlannedColumn) => Value | undefined,
  ): Value | undefined {
    const [known] = this.texts.get(field) ?? [];
    if (known === undefined) return undefined;
    const value = by(known.text, known.column);
    if (value === undefined) this.refuse(field, `${JSON.stringify(known.text.slice(0, QUOTED_MAX))} ${unless}.`);
    return value;
  }
}

/** With a point, `1.500` is a thousand and a half in German and one and a half in English. */
const AMBIGUOUS = /^[1-9]\d{0,2}\.\d{3}$/;
/** `1.500.000` */
const IN_GROUPS = /^\d{1,3}(?:\.\d{3}){2,}$/;
/** `1.5k` and `2 Mio.` are not 1.5 and 2. */
const MULTIPLE = /\d\s*(?:k|m|b|mn|bn|mio|mrd|tsd|thousand|million|billion|tausend|milliarden?)(?!\p{L})/iu;
const AMOUNT = /^\d{1,15}(?:\.\d{1,4})?$/;

export function isAmbiguous(number: string): boolean {
  return AMBIGUOUS.test(number);
}

/** Reads an amount of money, with or without its currency. @returns `1250.50`, or why it is none */
export function readAmount(text: string): { readonly amount: string } | { readonly why: string } {
  const digits = text.replace(/[^\d.,-]/g, '');
  const quoted = JSON.stringify(text.slice(0, QUOTED_MAX));
  if (isAmbiguous(digits))
    return { why: `${quoted} may be ${digits.replace('.', '')} or ${Number(digits)}: write 1500 or 1500.00.` };
  const isGrouped = /,\d{1,2}$/.test(digits) || IN_GROUPS.test(digits);
  const plain = isGrouped ? digits.replaceAll('.', '').replace(',', '.') : digits.replaceAll(',', '');
  if (AMOUNT.test(plain) && !MULTIPLE.test(text)) return { amount: plain };
  return { why: `${quoted} is no amount: write 1500 or 1500.00.` };
}
