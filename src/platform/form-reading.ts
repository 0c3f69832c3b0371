import { Pieces } from './group.js';
import { InvalidRequestError, type Refusal, TooLargeError } from './refusal.js';

/** More than any page of ours has. Taking half a million of them apart holds everybody up for a quarter of a second. */
const FIELDS_MAX = 10_000;
const SEPARATOR = 0x26;

/** A form on its way in: weighed piece by piece, and handed on as one text. */
export class FormReading {
  private readonly pieces = new Pieces();
  private bytes = 0;
  private fields = 1;

  constructor(private readonly bytesMax: number) {}

  /** How much memory it takes, about. */
  get weight(): number {
    return this.pieces.weight;
  }

  /** @returns why nothing more of it is read */
  add(piece: Buffer): Refusal | null {
    this.bytes += piece.length;
    if (this.bytes > this.bytesMax) return new TooLargeError(this.bytesMax);
    for (const byte of piece) if (byte === SEPARATOR) this.fields += 1;
    if (this.fields > FIELDS_MAX) {
      const message = `Expected at most ${FIELDS_MAX.toLocaleString('en')} fields in all.`;
      return new InvalidRequestError([{ pointer: '', code: 'tooMany', message }]);
    }
    this.pieces.add(piece);
    return null;
  }

  async finish(): Promise<string> {
    return this.pieces.whole().toString();
  }
}
