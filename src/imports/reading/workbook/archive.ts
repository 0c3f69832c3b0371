import { Readable } from 'node:stream';
import { type Entry, fromRandomAccessReaderPromise, RandomAccessReader, type ZipFile } from 'yauzl';
import { UnreadableTableError } from '../table.js';

const MIB = 1024 * 1024;
const GIB = 1024 * MIB;
const FILES_MAX = 10_000;
/** Of all that is read of a workbook. */
export const EXPANDED_MAX = 4 * GIB;
/** Of a file that says how the workbook is made, which is in memory as a whole. */
const SMALL_MAX = 16 * MIB;
/** Sheets shrink to a tenth, seldom to a hundredth. What shrinks further is made to fill memories. */
const RATIO_MAX = 250;
const RATIO_FREE = 16 * MIB;

/** A file of which any part can be read. */
export interface ReadableFile {
  readonly size: number;
  /** Reads the bytes from one place to before another. */
  range(start: number, end: number): AsyncIterable<Buffer>;
}

/** The files in a ZIP, by their paths without case. */
export class Archive {
  private expanded = 0;

  private constructor(
    private readonly zip: ZipFile,
    private readonly files: ReadonlyMap<string, Entry>,
  ) {}

  /** @throws Error if it is no ZIP */
  static async open(file: ReadableFile): Promise<Archive> {
    const zip = await fromRandomAccessReaderPromise(new FileReader(file), file.size, { autoClose: false });
    if (zip.entryCount > FILES_MAX) {
      const [count, most] = [zip.entryCount, FILES_MAX].map((number) => number.toLocaleString('en'));
      throw new UnreadableTableError(`The workbook consists of ${count} files; at most ${most} are allowed.`);
    }
    const files = new Map<string, Entry>();
    for await (const entry of zip.eachEntry()) files.set(entry.fileName.toLowerCase(), entry);
    return new Archive(zip, files);
  }

  has(path: string): boolean {
    return this.files.has(path.toLowerCase());
  }

  /** Reads a file that lists something. @throws UnreadableTableError */
  readSmall(path: string): Promise<AsyncIterable<Buffer>> {
    if ((this.files.get(path.toLowerCase())?.uncompressedSize ?? 0) > SMALL_MAX)
      throw new UnreadableTableError(`${path} in the workbook has more than ${inMib(SMALL_MAX)}. Save it as CSV.`);
    return this.read(path);
  }

  /** Reads a file. More than it says of itself is not read. @throws UnreadableTableError */
  async read(path: string): Promise<AsyncIterable<Buffer>> {
    const entry = this.files.get(path.toLowerCase());
    if (entry === undefined) throw new UnreadableTableError(`The workbook lacks a part: ${path}.`);
    const { compressedSize, uncompressedSize } = entry;
    this.expanded += uncompressedSize;
    if (uncompressedSize > RATIO_FREE && uncompressedSize > RATIO_MAX * compressedSize)
      throw new UnreadableTableError(
        `The workbook would grow from ${inMib(compressedSize)} to ${inMib(uncompressedSize)}, which no table does.`,
      );
    if (this.expanded > EXPANDED_MAX)
      throw new UnreadableTableError(
        `The workbook has more than ${EXPANDED_MAX / GIB} GiB without its compression. Save it as CSV.`,
      );
    return this.zip.openReadStreamPromise(entry);
  }
}

function inMib(bytes: number): string {
  return `${Math.max(1, Math.round(bytes / MIB)).toLocaleString('en')} MiB`;
}

class FileReader extends RandomAccessReader {
  constructor(private readonly file: ReadableFile) {
    super();
  }

  override _readStreamForRange(start: number, end: number): Readable {
    return Readable.from(this.file.range(start, end), { objectMode: false });
  }
}
