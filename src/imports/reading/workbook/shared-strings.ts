import { UnreadableTableError } from '../table.js';
import { readXml, TEXT_KEPT } from './xml.js';

const MIB = 1024 * 1024;
/** Of the texts that cells share, which are in memory while the workbook is read. */
export const SHARED_BYTES_MAX = 128 * MIB;
const SHARED_MAX = 10_000_000;

/** Texts that cells name by their place, packed: a million of them take a fifth of what they would as strings. */
export class SharedStrings {
  private bytes = Buffer.alloc(64 * 1024);
  private ends = new Uint32Array(1_024);
  private count = 0;

  /** @param bytesMax smaller in tests */
  constructor(private readonly bytesMax = SHARED_BYTES_MAX) {}

  /** @throws UnreadableTableError */
  add(text: string): void {
    const from = this.endOf(this.count - 1);
    const to = from + Buffer.byteLength(text);
    if (to > this.bytesMax || this.count === SHARED_MAX) {
      const most = `${SHARED_MAX.toLocaleString('en')} texts, and ${this.bytesMax / MIB} MiB of them`;
      throw new UnreadableTableError(
        `The workbook has too many different texts: at most ${most}, are read. Save it as CSV.`,
      );
    }
    if (to > this.bytes.length) this.bytes = Buffer.concat([this.bytes], Math.max(2 * this.bytes.length, to));
    if (this.count === this.ends.length) {
      const former = this.ends;
      this.ends = new Uint32Array(2 * former.length);
      this.ends.set(former);
    }
    this.bytes.write(text, from);
    this.ends[this.count] = to;
    this.count += 1;
  }

  /** @returns an empty text if there is none */
  at(index: number): string {
    return index >= 0 && index < this.count
      ? this.bytes.toString('utf8', this.endOf(index - 1), this.endOf(index))
      : '';
  }

  private endOf(index: number): number {
    return index < 0 ? 0 : this.ends[index]!;
  }
}

/** Reads the texts of a workbook. How parts of them look, and how they are pronounced, is left out. */
export async function readSharedStrings(
  pieces: AsyncIterable<Uint8Array>,
  strings: SharedStrings,
): Promise<SharedStrings> {
  let text = '';
  let isText = false;
  let isSpoken = false;
  await readXml(pieces, {
    open(name) {
      if (name === 'si') text = '';
      else if (name === 'rPh') isSpoken = true;
      else if (name === 't') isText = !isSpoken;
    },
    close(name) {
      if (name === 'si') strings.add(text);
      else if (name === 'rPh') isSpoken = false;
      else if (name === 't') isText = false;
    },
    text(said) {
      if (isText && text.length < TEXT_KEPT) text += said;
    },
  });
  return strings;
}
