import type { ReadRow } from './row.js';

/** A quote that is not closed within so many characters is broken; so is a line that does not end. */
const RECORD_MAX = 1024 * 1024;
const QUOTE = '"';

/** The file is not a table of lines. */
export class EndlessLineError extends Error {
  constructor(row: number) {
    super(`Row ${row} has more than ${RECORD_MAX.toLocaleString('en')} characters without a line break.`);
  }
}

type Parsed =
  | { readonly kind: 'row'; readonly cells: string[]; readonly next: number }
  | { readonly kind: 'more' }
  /** A quote at `at` is not closed, or something follows the closing one. */
  | { readonly kind: 'broken'; readonly at: number; readonly column: number };

/**
 * Splits text into the records of a CSV (RFC 4180), piece by piece. A broken quote would swallow all rows up to the next
 * quote, so the row in which it stands is given up, and reading goes on with the line after it.
 */
export class Records {
  private text = '';
  private row = 0;
  private readonly plain: RegExp;

  /** @param separator one character */
  constructor(private readonly separator: string) {
    // Everything up to the end of a cell without quotes.
    this.plain = new RegExp(`[\\u{${separator.codePointAt(0)!.toString(16)}}\\r\\n]`, 'gu');
  }

  /** @throws EndlessLineError */
  push(text: string): ReadRow[] {
    this.text += text;
    return this.take(false);
  }

  end(): ReadRow[] {
    return this.take(true);
  }

  private take(isEnd: boolean): ReadRow[] {
    const rows: ReadRow[] = [];
    let from = 0;
    while (from < this.text.length) {
      const parsed = this.parse(from, isEnd);
      if (parsed.kind === 'row') {
        rows.push({ number: this.row + 1, cells: parsed.cells });
        from = parsed.next;
      } else {
        const next = parsed.kind === 'more' ? null : this.lineAfter(parsed.at, isEnd);
        if (next === null || parsed.kind === 'more') break;
        rows.push({ number: this.row + 1, why: brokenQuote(parsed.column) });
        from = next;
      }
      this.row += 1;
    }
    this.text = this.text.slice(from);
    if (this.text.length > 2 * RECORD_MAX) throw new EndlessLineError(this.row + 1);
    return rows;
  }

  private parse(from: number, isEnd: boolean): Parsed {
    const { text } = this;
    const cells: string[] = [];
    for (let at = from; ; ) {
      let end: number;
      if (text[at] === QUOTE) {
        const close = this.closingOf(at);
        if (close === null) {
          if (!isEnd && text.length - at < RECORD_MAX) return { kind: 'more' };
          return { kind: 'broken', at, column: cells.length + 1 };
        }
        end = close + 1;
        while (text[end] === ' ') end += 1;
        if (end >= text.length && !isEnd) return { kind: 'more' };
        if (end < text.length && !this.endsCell(end)) return { kind: 'broken', at, column: cells.length + 1 };
        cells.push(text.slice(at + 1, close).replaceAll('""', QUOTE));
      } else {
        this.plain.lastIndex = at;
        end = this.plain.exec(text)?.index ?? text.length;
        if (end === text.length && !isEnd) return { kind: 'more' };
        cells.push(text.slice(at, end));
      }
      if (text[end] !== this.separator) return this.endOfLine(cells, end, isEnd);
      at = end + 1;
    }
  }

  /** @returns the place of the quote that closes the one at `open`; null if there is none yet */
  private closingOf(open: number): number | null {
    for (let at = open + 1; ; at += 2) {
      at = this.text.indexOf(QUOTE, at);
      if (at < 0) return null;
      if (this.text[at + 1] !== QUOTE) return at;
    }
  }

  private endsCell(at: number): boolean {
    const letter = this.text[at];
    return letter === this.separator || letter === '\r' || letter === '\n';
  }

  private endOfLine(cells: string[], end: number, isEnd: boolean): Parsed {
    if (this.text[end] !== '\r') return { kind: 'row', cells, next: end + 1 };
    if (end + 1 >= this.text.length && !isEnd) return { kind: 'more' };
    return { kind: 'row', cells, next: this.text[end + 1] === '\n' ? end + 2 : end + 1 };
  }

  /** @returns where the next line begins; null if the present one has not ended yet */
  private lineAfter(at: number, isEnd: boolean): number | null {
    const end = /\r\n?|\n/g;
    end.lastIndex = at;
    const found = end.exec(this.text);
    if (found === null) return isEnd ? this.text.length : null;
    return found.index + found[0].length;
  }
}

function brokenQuote(column: number): string {
  return `The quote that begins cell ${column} is not closed, or is followed by more text.`;
}
