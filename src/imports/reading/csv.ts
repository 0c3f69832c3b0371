import { Decoding } from './decoding.js';
import { Records } from './records.js';
import type { ReadRow } from './row.js';
import { separationOf } from './separator.js';

/** Enough of a file to recognise its separator. */
const BEGINNING = 32 * 1024;

/** What was recognised of a file. */
export interface TextForm {
  readonly encoding: string;
  readonly separator: string;
}

/** Reads the rows of a CSV or TSV piece by piece, in constant memory. */
export class CsvReading {
  private readonly decoding = new Decoding();
  private records: Records | null = null;
  private separator = ',';
  private beginning = '';

  get form(): TextForm {
    return { encoding: this.decoding.encoding ?? 'us-ascii', separator: this.separator };
  }

  /** Reads a file as it arrives. @throws EndlessLineError */
  async *rows(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<readonly ReadRow[]> {
    for await (const piece of pieces) yield this.push(piece);
    yield this.end();
  }

  /** @throws EndlessLineError */
  push(piece: Uint8Array): ReadRow[] {
    return this.read(this.decoding.push(piece), false);
  }

  end(): ReadRow[] {
    const rows = this.read(this.decoding.end(), true);
    return [...rows, ...this.records!.end()];
  }

  private read(text: string, isEnd: boolean): ReadRow[] {
    if (this.records !== null) return this.records.push(text);
    this.beginning += text;
    if (this.beginning.length < BEGINNING && !isEnd) return [];
    const { separator, skip } = separationOf(this.beginning);
    this.separator = separator;
    this.records = new Records(separator);
    return this.records.push(this.beginning.slice(skip));
  }
}
