import { FAULTS_MAX, type Fault, step } from './fault.js';

/**
 * More values than an honest request has, but for a batch, whose leads are read one by one: five hundred rules of twenty
 * each have half as many. All faults of so much would take half a second to find, the first takes none.
 */
const HEAVY_VALUES = 20_000;

/** No request of the contract is nested deeper, but for conditions (20 levels, two JSON levels each). */
export const DEPTH_MAX = 64;

/**
 * More marks on one letter than any language writes, by the limit of Unicode's Stream-Safe Text Format (UAX 15): to bring
 * a run of them into normal form takes time in proportion to its square.
 */
const MARKS_MAX = 30;
const TOO_MANY_MARKS = new RegExp(`\\p{M}{${MARKS_MAX + 1}}`, 'u');

/** White space, and characters that show nothing: of width zero, that turn the direction of writing, fillers. */
const INVISIBLE = /^[\s\p{Cc}\p{Cf}\p{DI}\u2800]*$/u;
/** What people write at length may be anything: nobody is refused because a program sent an empty message in its own way. */
const MAY_BE_INVISIBLE: ReadonlySet<string | number | undefined> = new Set(['message', 'note']);

const PLAIN = /^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/;

/**
 * The request with all its text trimmed and in Unicode normal form C; text of which nothing can be seen is empty, as one of
 * white space is, but for what people write at length. Postgres can store neither NUL nor half a
 * surrogate pair, so both are faults, as is nesting that no request needs (and that would exhaust the stack further on).
 * @returns the same value when nothing had to change, faults pointing into it, and whether it is so much that one fault
 *   of its shape has to do
 */
export function normaliseText(value: unknown): { value: unknown; faults: Fault[]; isHeavy: boolean } {
  const walk = new Walk();
  return { value: walk.normalise(value), faults: walk.faults, isHeavy: walk.values > HEAVY_VALUES };
}

/** Keeps the way to where it is, so that a pointer is written only for a fault. */
class Walk {
  readonly faults: Fault[] = [];
  values = 0;
  private readonly path: (string | number)[] = [];

  normalise(value: unknown): unknown {
    this.values += 1;
    if (typeof value === 'string') return this.normaliseString(value);
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
      // Whoever copied it into another object would give that one other parents.
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
    this.faults.push({ pointer: this.path.map(step).join(''), code, message });
  }
}

/**
 * Text as it is compared without case. Stored so, and only so compared in SQL, because databases differ from JavaScript
 * and from each other in what lower case is. Down, up and down again: once alone keeps `ß` from `SS`, `ς` from `σ` or the
 * Kelvin sign from `k`.
 */
export function caseless(text: string): string {
  return text.toLowerCase().toUpperCase().toLowerCase().normalize('NFC');
}

/** The name of a kind of thing as people say it: `handoffKind` is a handoff kind. */
export function inWords(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}

export function isStorable(text: string): boolean {
  return !text.includes('\u0000') && text.isWellFormed() && !TOO_MANY_MARKS.test(text);
}

function unstorable(what: string): string {
  return `${what} must be well-formed Unicode without NUL characters, and with at most ${MARKS_MAX} combining marks in a row.`;
}

/** A code in words; one that this version does not know stays as it is. */
export function inPlainWords(words: Readonly<Record<string, string>>, code: unknown): string {
  return Object.hasOwn(words, String(code)) ? words[String(code)]! : String(code);
}

/** A line for the person who started the program; everything else is the log's. */
export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

/** Whoever read what is said may go away (`npm start | head`): the program goes on working, unheard. */
export function mindNoListener(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}
