import { type Encoding, encodingByBeginning, encodingBySample } from './encoding.js';

/** How much is looked at to recognise an encoding. */
const SAMPLE_BYTES = 64 * 1024;

/** The characters of windows-1252 from 0x80 to 0x9f; the five that it leaves out stay as they are. */
const WESTERN = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/**
 * Decodes a file whose encoding is not known, piece by piece. As long as it is ASCII, every encoding reads it alike; the
 * first other byte decides, wherever it is.
 */
export class Decoding {
  private waiting: Uint8Array = new Uint8Array();
  private decoder: InstanceType<typeof TextDecoder> | null = null;
  private isBeginning = true;

  /** The encoding, once it is recognised. */
  get encoding(): Encoding | null {
    return this.decoder?.encoding ?? null;
  }

  push(piece: Uint8Array): string {
    if (this.decoder !== null) return this.decode(piece, true);
    this.waiting = this.waiting.length === 0 ? piece : Buffer.concat([this.waiting, piece]);
    return this.decide(false);
  }

  end(): string {
    return this.decoder === null ? this.decide(true) : this.decode(new Uint8Array(), false);
  }

  private decide(isEnd: boolean): string {
    if (this.isBeginning) {
      if (this.waiting.length < SAMPLE_BYTES && !isEnd) return '';
      this.isBeginning = false;
      const encoding = encodingByBeginning(this.waiting.subarray(0, SAMPLE_BYTES));
      if (encoding !== null) return this.decodeBy(encoding, isEnd);
    }
    const ascii = this.waiting.findIndex((byte) => byte >= 0x80);
    if (ascii < 0) return this.passOn(this.waiting.length);
    const before = this.passOn(ascii);
    if (this.waiting.length < SAMPLE_BYTES && !isEnd) return before;
    return before + this.decodeBy(encodingBySample(this.waiting.subarray(0, SAMPLE_BYTES)), isEnd);
  }

  /** Passes on the first bytes, which are ASCII. */
  private passOn(bytes: number): string {
    const text = Buffer.from(this.waiting.subarray(0, bytes)).toString('latin1');
    this.waiting = this.waiting.subarray(bytes);
    return text;
  }

  private decodeBy(encoding: Encoding, isEnd: boolean): string {
    this.decoder = new TextDecoder(encoding);
    const { waiting } = this;
    this.waiting = new Uint8Array();
    return this.decode(waiting, !isEnd);
  }

  private decode(piece: Uint8Array, stream: boolean): string {
    const text = this.decoder!.decode(piece, { stream });
    // Several versions of Node decode windows-1252 as Latin-1, which has control characters there.
    return this.encoding === 'windows-1252'
      ? text.replace(/[\x80-\x9f]/g, (letter: string) => WESTERN[letter.charCodeAt(0) - 0x80]!)
      : text;
  }
}
