import { type Fault, step } from './fault.js';

/**
 * Values (objects, lists, and what stands in them) that a body may hold. A batch of 1,000 leads with everything that the
 * contract knows has 180,000; sixteen megabytes of `{},` would be five million objects.
 */
const VALUES_MAX = 250_000;
/** What a value takes once it is parsed, beside its text: an empty object has 56 bytes and its place in a list. */
const BYTES_PER_VALUE = 64;
const NAME_BYTES_MAX = 256;

const QUOTE = 0x22;
const BACKSLASH = 0x5c;
const COMMA = 0x2c;
const OPENINGS: ReadonlySet<number> = new Set([0x5b, 0x7b]);
const CLOSINGS: ReadonlySet<number> = new Set([0x5d, 0x7d]);

/** What a JSON text weighs, told piece by piece while it arrives: before any of it becomes a value. */
export class BodyWeight {
  private bytes = 0;
  private values = 0;
  private depth = 0;
  private isInText = false;
  private isEscaped = false;
  /** The latest text directly in the body: inside a field of it, the name of that field. */
  private name: number[] = [];

  /** How much memory the body takes, about. */
  get total(): number {
    return this.bytes + this.values * BYTES_PER_VALUE;
  }

  /** @returns the fault of a body that holds too much; what comes after is not looked at */
  add(piece: Uint8Array): Fault | null {
    this.bytes += piece.length;
    for (let at = 0; at < piece.length; at += 1) {
      const byte = piece[at]!;
      if (this.isInText) this.readText(byte);
      else if (byte === QUOTE) {
        this.isInText = true;
        if (this.depth === 1) this.name = [];
      } else if (byte === COMMA) this.values += 1;
      else if (OPENINGS.has(byte)) {
        this.values += 1;
        this.depth += 1;
      } else if (CLOSINGS.has(byte)) this.depth -= 1;
      if (this.values > VALUES_MAX) return this.fault();
    }
    return null;
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

  private fault(): Fault {
    const name = this.depth > 1 ? Buffer.from(this.name).toString() : '';
    return {
      pointer: name === '' ? '' : step(name),
      code: 'tooMany',
      message: `Expected at most ${VALUES_MAX.toLocaleString('en')} values in all.`,
    };
  }
}
