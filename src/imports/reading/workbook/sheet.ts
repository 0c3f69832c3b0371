import { COLUMNS_MAX, type Row } from '../row.js';
import { type CellOptions, columnOf, textOfCell } from './cells.js';
import { TEXT_KEPT, type XmlListener, XmlReading } from './xml.js';

/** Reads the rows of a sheet, in constant memory. */
export async function* readSheet(
  pieces: AsyncIterable<Uint8Array>,
  options: CellOptions,
): AsyncGenerator<readonly Row[]> {
  const sheet = new SheetListener(options);
  const reading = new XmlReading(sheet);
  for await (const piece of pieces) {
    reading.push(piece);
    yield sheet.take();
    // What follows the cells is how they look.
    if (sheet.isOver) return;
  }
  reading.end();
}

/** Cells and rows say where they are, or follow the one before. */
class SheetListener implements XmlListener {
  isOver = false;
  private rows: Row[] = [];
  private number = 0;
  private cells: string[] = [];
  private column = -1;
  type: string | undefined;
  style = 0;
  written = '';
  private isText = false;
  private isSpoken = false;

  constructor(private readonly options: CellOptions) {}

  take(): Row[] {
    const { rows } = this;
    this.rows = [];
    return rows;
  }

  open(name: string, attribute: (name: string) => string | undefined): void {
    if (name === 'row') {
      this.number = Math.max(this.number + 1, Number(attribute('r') ?? 0) || 0);
      this.cells = [];
      this.column = -1;
    } else if (name === 'c') {
      this.column = columnOf(attribute('r') ?? '') ?? this.column + 1;
      this.type = attribute('t');
      this.style = Number(attribute('s') ?? 0);
      this.written = '';
    } else if (name === 'rPh') this.isSpoken = true;
    else if (name === 'v' || name === 't') this.isText = !this.isSpoken;
  }

  close(name: string): void {
    if (name === 'v' || name === 't') this.isText = false;
    else if (name === 'rPh') this.isSpoken = false;
    else if (name === 'c') this.put(textOfCell(this, this.options));
    else if (name === 'row') this.rows.push({ number: this.number, cells: this.cells });
    else if (name === 'sheetData') this.isOver = true;
  }

  text(said: string): void {
    if (this.isText && this.written.length < TEXT_KEPT) this.written += said;
  }

  /** One cell beyond the last column suffices to refuse the row. */
  private put(text: string): void {
    if (text === '') return;
    const at = Math.min(this.column, COLUMNS_MAX);
    while (this.cells.length < at) this.cells.push('');
    this.cells[at] = text;
  }
}
