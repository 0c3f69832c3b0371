import { posix } from 'node:path';
import { isBlank, type Row } from '../row.js';
import { UnreadableTableError } from '../table.js';
import { Archive, type ReadableFile } from './archive.js';
import { type CellOptions, isDateFormat } from './cells.js';
import { readSharedStrings, SharedStrings } from './shared-strings.js';
import { readSheet } from './sheet.js';
import { readXml } from './xml.js';

const DAMAGED = 'The workbook is damaged, or did not arrive as a whole.';
const NO_WORKBOOK = 'It is an archive without a workbook. Send an XLSX, or a CSV.';
const OTHER_PROGRAM = 'It is an OpenDocument spreadsheet. Save it as XLSX or CSV.';
/** Excel allows no longer formats of numbers, and reading one takes the square of its length. */
const FORMAT_MAX = 255;
const BINARY = 'It is a binary workbook (XLSB). Save it as XLSX or CSV.';

/** Reads the rows of an XLSX: of the first of its sheets that has any, and is not hidden. */
export class WorkbookReading {
  /** The name of the sheet that was read. */
  sheet: string | null = null;

  /** @throws UnreadableTableError */
  async *rows(file: ReadableFile): AsyncGenerator<readonly Row[]> {
    try {
      const archive = await Archive.open(file);
      const { sheets, options } = await readWorkbook(archive);
      for (const { name, path } of sheets) {
        for await (const rows of readSheet(await archive.read(path), options)) {
          if (rows.some((row) => !isBlank(row))) this.sheet = name;
          yield rows;
        }
        if (this.sheet !== null) return;
      }
    } catch (error) {
      // Faults of the disk are no fault of the file.
      if (error instanceof UnreadableTableError || (error as { syscall?: unknown }).syscall !== undefined) throw error;
      throw new UnreadableTableError(DAMAGED);
    }
  }
}

interface Sheet {
  readonly name: string;
  readonly path: string;
}

async function readWorkbook(archive: Archive): Promise<{ sheets: readonly Sheet[]; options: CellOptions }> {
  const main = (await relationsOf(archive, '')).find(({ type }) => type.endsWith('/officeDocument'));
  if (main === undefined) throw new UnreadableTableError(archive.has('content.xml') ? OTHER_PROGRAM : NO_WORKBOOK);
  if (main.path.endsWith('.bin')) throw new UnreadableTableError(BINARY);
  const relations = await relationsOf(archive, main.path);
  const { listed, from1904 } = await readList(archive, main.path);
  const ofKind = (kind: string) => relations.filter(({ type }) => type.endsWith(`/${kind}`));
  const paths = new Map(ofKind('worksheet').map(({ id, path }) => [id, path]));
  const sheets = listed.flatMap(({ id, name, isHidden }) =>
    paths.has(id) ? [{ name, isHidden, path: paths.get(id)! }] : [],
  );
  const shown = sheets.filter(({ isHidden }) => !isHidden);
  const strings = new SharedStrings();
  for (const { path } of ofKind('sharedStrings')) await readSharedStrings(await archive.read(path), strings);
  const styles = ofKind('styles').find(({ path }) => archive.has(path));
  const isDate = styles === undefined ? [] : await readStyles(archive, styles.path);
  return { sheets: shown.length > 0 ? shown : sheets, options: { strings, isDate, from1904 } };
}

interface Relation {
  readonly id: string;
  readonly type: string;
  readonly path: string;
}

/** Returns what belongs to a file of the archive, by paths from its root. @param path empty for the archive itself */
async function relationsOf(archive: Archive, path: string): Promise<Relation[]> {
  const folder = posix.dirname(path);
  const list = posix.join(folder, '_rels', `${posix.basename(path)}.rels`);
  if (!archive.has(list)) return [];
  const relations: Relation[] = [];
  await readXml(await archive.readSmall(list), {
    open(name, attribute) {
      const target = attribute('Target');
      if (name !== 'Relationship' || target === undefined || attribute('TargetMode') === 'External') return;
      const from = target.startsWith('/') ? target.slice(1) : posix.join(folder, target);
      relations.push({ id: attribute('Id') ?? '', type: attribute('Type') ?? '', path: from });
    },
  });
  return relations;
}

async function readList(archive: Archive, path: string) {
  const listed: { readonly id: string; readonly name: string; readonly isHidden: boolean }[] = [];
  let from1904 = false;
  await readXml(await archive.readSmall(path), {
    open(name, attribute) {
      if (name === 'workbookPr') from1904 = isTrue(attribute('date1904'));
      if (name !== 'sheet') return;
      const isHidden = (attribute('state') ?? 'visible') !== 'visible';
      listed.push({ id: attribute('id') ?? '', name: attribute('name') ?? '', isHidden });
    },
  });
  return { listed, from1904 };
}

/** Returns for each style of cells whether its numbers are dates. */
async function readStyles(archive: Archive, path: string): Promise<boolean[]> {
  const codes = new Map<number, string>();
  const isDate: boolean[] = [];
  const known = new Map<number, boolean>();
  let isOfCells = false;
  await readXml(await archive.readSmall(path), {
    open(name, attribute) {
      const format = Number(attribute('numFmtId') ?? 0);
      if (name === 'cellXfs') isOfCells = true;
      else if (name === 'numFmt') codes.set(format, (attribute('formatCode') ?? '').slice(0, FORMAT_MAX));
      else if (name === 'xf' && isOfCells) {
        const isOne = known.get(format) ?? isDateFormat(format, codes.get(format));
        known.set(format, isOne);
        isDate.push(isOne);
      }
    },
    close(name) {
      if (name === 'cellXfs') isOfCells = false;
    },
  });
  return isDate;
}

function isTrue(flag: string | undefined): boolean {
  return flag === '1' || flag === 'true';
}
