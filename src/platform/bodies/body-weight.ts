import { type Fault, fault, step } from '../input/fault.js';

/**
 * Limit on the values of a body: objects, lists, and their members. A batch of 1,000 leads with everything that the
 * contract knows has 180,000; sixteen megabytes of `{},` would be five million objects.
 */
const VALUES_MAX = 250_000;
/**
 * Limit on the fields that are parsed in one go: those of one list entry, or those outside of all lists. The largest
 * condition has 1,500, a lead 200. If every name is new, V8 takes 20 ms for 10,000 fields, and half a second for those
 * of a whole megabyte.
 */
const FIELDS_MAX = 10_000;
/** Memory of a parsed value besides its text: an empty object has 56 bytes and its place in a list. */
const BYTES_PER_VALUE = 64;
const NAME_BYTES_MAX = 256;

/** Size at which a run of list entries ends. The entries of a run are parsed in one go. */
const RUN_BYTES = 64 * 1024;
const RUN_FIELDS = 1_000;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const COLON = 0x3a;
const LIST = 0x5b;
const LIST_END = 0x5d;
const OBJECT = 0x7b;
const OBJECT_END = 0x7d;

/**
 * A place where the text can be split: after the bracket that opens a list directly in the body, at a comma between
 * entries of that list, and at the bracket that closes it.
 */
export interface Seam {
  readonly at: number;
  readonly kind: 'opens' | 'between' | 'closes';
}

/**
 * Computes the weight of a JSON text and finds its seams, piece by piece while it arrives, before any of it is parsed.
 */
export class BodyWeight {
  private bytes = 0;
  private values = 0;
  private depth = 0;
  private isInText = false;
  private isEscaped = false;
  /** The latest string directly in the body: while a field is being read, the name of that field. */
  private name: number[] = [];
  private isObject = false;
  private readonly list = { isOpen: false, entry: 0, fields: 0 };
  private fieldsBeside = 0;
  private fieldsInAll = 0;
  /** The start and the number of fields of the run that is being read. A run is parsed as a whole. */
  private run = { beganAt: 0, fields: 0 };
  private fault: Fault | null = null;
  private seamsOfPiece: Seam[] = [];

  /** @param entriesMax of a list directly in the body */
  constructor(private readonly entriesMax = Number.POSITIVE_INFINITY) {}

  /** Approximate memory that the body takes, in bytes. */
  get total(): number {
    return this.bytes + this.values * BYTES_PER_VALUE;
  }

  /** Number of fields in the text, including duplicates. */
  get fields(): number {
    return this.fieldsInAll;
  }

  /** Seams of the latest piece, in order. */
  get seams(): readonly Seam[] {
    return this.seamsOfPiece;
  }

  /** @returns the fault of a body that holds too much; the rest is then skipped */
  add(piece: Uint8Array): Fault | null {
    this.seamsOfPiece = [];
    for (let at = 0; at < piece.length && this.fault === null; at += 1) {
      const byte = piece[at]!;
      if (this.isInText) this.readText(byte);
      else this.readMark(byte, at);
    }
    this.bytes += piece.length;
    return this.fault;
  }

  private readText(byte: number): void {
    if (this.isEscaped) this.isEscaped = false;
    else if (byte === BACKSLASH) this.isEscaped = true;
    else if (byte === QUOTE) {
      this.isInText = false;
      return;
    }
    if (this.depth === 1 && this.name.length < NAME_BYTES_MAX) this.name.push(byte);
  }

  private readMark(byte: number, at: number): void {
    switch (byte) {
      case QUOTE:
        this.isInText = true;
        if (this.depth === 1) this.name = [];
        break;
      case COLON:
        this.addField();
        break;
      case COMMA:
        this.addValue();
        if (this.list.isOpen && this.depth === 2) this.nextEntry(at);
        break;
      case LIST:
      case OBJECT:
        this.open(byte, at);
        break;
      case LIST_END:
      case OBJECT_END:
        this.close(at);
    }
  }

  private open(byte: number, at: number): void {
    this.addValue();
    if (this.depth === 0) this.isObject = byte === OBJECT;
    if (this.depth === 1 && this.isObject && byte === LIST) {
      Object.assign(this.list, { isOpen: true, entry: 0, fields: 0 });
      this.endRun(at + 1, 'opens');
    }
    this.depth += 1;
  }

  private close(at: number): void {
    this.depth -= 1;
    if (this.depth !== 1 || !this.list.isOpen) return;
    this.list.isOpen = false;
    this.endRun(at, 'closes');
  }

  private nextEntry(at: number): void {
    this.list.entry += 1;
    this.list.fields = 0;
    if (this.list.entry >= this.entriesMax) this.refuse(this.place(), `at most ${this.entriesMax} entries`);
    if (this.bytes + at - this.run.beganAt >= RUN_BYTES || this.run.fields >= RUN_FIELDS) this.endRun(at, 'between');
  }

  private endRun(at: number, kind: Seam['kind']): void {
    this.run = { beganAt: this.bytes + at, fields: 0 };
    this.seamsOfPiece.push({ at, kind });
  }

  private addValue(): void {
    this.values += 1;
    if (this.values > VALUES_MAX) this.refuse(this.place(), `at most ${inWords(VALUES_MAX)} values in all`);
  }

  private addField(): void {
    this.fieldsInAll += 1;
    this.run.fields += 1;
    if (this.list.isOpen) this.list.fields += 1;
    else this.fieldsBeside += 1;
    if (Math.max(this.list.fields, this.fieldsBeside) <= FIELDS_MAX) return;
    const place = this.list.isOpen ? this.place() + step(this.list.entry) : this.place();
    this.refuse(place, `at most ${inWords(FIELDS_MAX)} fields in all`);
  }

  /** Returns a pointer to the field of the body that is being read. */
  private place(): string {
    const name = this.depth > 1 ? Buffer.from(this.name).toString() : '';
    return name === '' ? '' : step(name);
  }

  private refuse(pointer: string, expected: string): void {
    this.fault = fault(pointer, 'tooMany', `Expected ${expected}.`);
  }
}

function inWords(count: number): string {
  return count.toLocaleString('en');
}
