import { fault } from '../input/fault.js';
import { InvalidRequestError, type Refusal, TooLargeError } from '../input/refusal.js';
import { Pieces } from './pieces.js';

/** More than any page of ours has. Parsing half a million fields would block all requests for a quarter of a second. */
const FIELDS_MAX = 10_000;
const SEPARATOR = 0x26;

/** A form while it arrives: weighed piece by piece, and returned as one text. */
export class FormReading {
  private readonly pieces = new Pieces();
  private bytes = 0;
  private fields = 1;

  constructor(private readonly bytesMax: number) {}

  /** Approximate memory that the form takes, in bytes. */
  get weight(): number {
    return this.pieces.weight;
  }

  /** @returns the reason to stop reading, or null */
  add(piece: Buffer): Refusal | null {
    this.bytes += piece.length;
    if (this.bytes > this.bytesMax) return new TooLargeError(this.bytesMax);
    for (const byte of piece) if (byte === SEPARATOR) this.fields += 1;
    if (this.fields > FIELDS_MAX) {
      const message = `Expected at most ${FIELDS_MAX.toLocaleString('en')} fields in all.`;
      return new InvalidRequestError([fault('', 'tooMany', message)]);
    }
    this.pieces.add(piece);
    return null;
  }

  async finish(): Promise<string> {
    return this.pieces.whole().toString();
  }
}
