import { domainToUnicode } from 'node:url';
import { FAULTS_MAX, type Fault, fault, step } from '../input/fault.js';

/**
 * More values than an honest request has, except for a batch, whose leads are read one by one: five hundred rules of
 * twenty each have half as many. Finding all faults in so many would take half a second; finding the first takes none.
 */
const HEAVY_VALUES = 20_000;

/** Deeper than any request of the contract. The deepest are conditions (20 levels, two JSON levels each). */
export const DEPTH_MAX = 64;

/**
 * More combining marks on one letter than any language has, by the limit of Unicode's Stream-Safe Text Format (UAX 15).
 * Normalising a run of them takes time in proportion to the square of its length.
 */
const MARKS_MAX = 30;
const TOO_MANY_MARKS = new RegExp(`\\p{M}{${MARKS_MAX + 1}}`, 'u');

/** White space and invisible characters: of zero width, controls of the writing direction, fillers. */
const INVISIBLE = /^[\s\p{Cc}\p{Cf}\p{DI}\u2800]*$/u;
/** Free text may be anything: a lead is not refused because a program sends an empty message in its own way. */
const MAY_BE_INVISIBLE: ReadonlySet<string | number | undefined> = new Set(['message', 'note']);

/** JSON can write 1e400, which JavaScript reads as Infinity and writes as null. */
const BOUNDLESS = 'Expected a number between -1.79e308 and 1.79e308.';

const PLAIN = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/**
 * Trims all text of a request and brings it into Unicode normal form C. Invisible text becomes empty, like white space,
 * except for free text. Postgres can store neither NUL nor half a surrogate pair, so both are faults, as are numbers
 * that no double can hold, and nesting that no request needs (and that would exhaust the stack later).
 * @returns the value, whose objects are changed in place; faults with pointers into it; and whether it has so many
 * values that only the first fault of its shape is looked for
 */
export function normaliseText(value: unknown): { value: unknown; faults: Fault[]; isHeavy: boolean } {
  const walk = new Walk();
  return { value: walk.normalise(value), faults: walk.faults, isHeavy: walk.values > HEAVY_VALUES };
}

/** Tracks the path to the current value, so that a pointer is written only for a fault. */
class Walk {
  readonly faults: Fault[] = [];
  values = 0;
  private readonly path: (string | number)[] = [];

  normalise(value: unknown): unknown {
    this.values += 1;
    if (typeof value === 'string') return this.normaliseString(value);
    if (typeof value === 'number' && !Number.isFinite(value)) this.complain('type', BOUNDLESS);
    if (typeof value !== 'object' || value === null) return value;
    if (this.path.length >= DEPTH_MAX) {
      this.complain('tooDeep', `Nesting is limited to ${DEPTH_MAX} levels.`);
      return null;
    }
    const record = value as Record<string | number, unknown>;
    const isList = Array.isArray(value);
    for (const key of Object.keys(record)) {
      this.path.push(key);
      if (!isList && !isStorable(key)) this.complain('text', unstorable('A field name'));
      // To copy it into another object would replace the prototype of that one.
      if (key === '__proto__') this.complain('unknown', 'No field is called "__proto__".');
      const inner = record[key];
      const normal = this.normalise(inner);
      if (normal !== inner) record[key] = normal;
      this.path.pop();
    }
    return value;
  }

  private normaliseString(text: string): string {
    if (PLAIN.test(text)) return text;
    if (isStorable(text)) return this.isNothing(text) ? '' : text.normalize('NFC').trim();
    this.complain('text', unstorable('Text'));
    return '';
  }

  private isNothing(text: string): boolean {
    return INVISIBLE.test(text) && !MAY_BE_INVISIBLE.has(this.path.at(-1));
  }

  private complain(code: string, message: string): void {
    if (this.faults.length >= FAULTS_MAX) return;
    this.faults.push(fault(this.path.map(step).join(''), code, message));
  }
}

/**
 * Returns text for comparison without case. It is stored in this form, and SQL compares only this form, because
 * databases differ from JavaScript and from each other in what lower case is. Down, up and down again: a single step
 * would keep `ß` from `SS`, `ς` from `σ` or the Kelvin sign from `k`.
 */
export function caseless(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}

/** Characters that nobody sees: of zero width, soft hyphens, marks of the writing direction. */
const UNSEEN = /[\p{Cf}\p{DI}]/gu;
const PRINTABLE = /^[\x20-\x7e]*$/;

/** Returns text as people see it, in ordinary characters: digits of full width become `0` to `9`. */
export function legible(text: string): string {
  return PRINTABLE.test(text) ? text : text.normalize('NFKC').replace(UNSEEN, '');
}

/** Returns a domain as people write it: `müller.de` for `xn--mller-kva.de`. */
export function domainAsWritten(domain: string): string {
  // The conversion returns an empty text for what is no domain.
  return (/(?:^|\.)xn--/i.test(domain) && domainToUnicode(domain)) || domain;
}

/** Returns the name of a type in words: `handoffKind` → `handoff kind`. */
export function inWords(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed() && !TOO_MANY_MARKS.test(text);
}

/** Says what `isStorable` expects. */
export function unstorable(what: string): string {
  return `${what} must be well-formed Unicode without NUL characters, and with at most ${MARKS_MAX} combining marks in a row.`;
}

/** Returns a code in words. A code that this version does not know stays as it is. */
export function inPlainWords(words: Readonly<Record<string, string>>, code: unknown): string {
  return Object.hasOwn(words, String(code)) ? words[String(code)]! : String(code);
}

/** Prints a line for the person who started the program; everything else goes to the log. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Ignores errors of output whose reader has gone (`npm start | head`), so that the program goes on. */
export function ignoreClosedOutput(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
