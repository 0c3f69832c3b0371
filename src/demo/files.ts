import { readFile } from 'node:fs/promises';
import { basename, dirname, resolve } from 'node:path';
import { LeadBody } from '../leads/lead.dto.js';
import { faultsOf } from '../platform/input/checked.js';
import type { Fault } from '../platform/input/fault.js';
import { StartRefusal } from '../platform/input/refusal.js';
import type { Remark, UnplacedRemark } from './conclusion.js';
import { type FileMapping, readMapping, requireColumns } from './mapping.js';
import { inOrder } from './random.js';
import { type MappedLead, mapRow, type NumberedRow, readTable } from './row.js';
import { joinRows } from './staff.js';

interface LeadFile {
  readonly leads: readonly MappedLead[];
  readonly remarks: readonly Remark[];
}

/**
 * Reads the leads of a file in order of arrival, joined with rows of other files as the mapping says.
 * @throws StartRefusal one line that says what is wrong
 */
export async function readLeads(files: { leads: string; mapping: string }): Promise<LeadFile> {
  const mapping = readMapping(readJson((await readBytes(files.mapping)).toString(), files.mapping), files.mapping);
  let table = await readTable(await readBytes(files.leads), files.leads);
  for (const join of mapping.joins) {
    const file = resolve(dirname(files.mapping), join.file);
    table = joinRows(table, await readTable(await readBytes(file), file), { ...join, file }, files);
  }
  requireColumns(mapping, table.header, files);
  const remarks = [...table.remarks];
  const note = (row: number, remark: UnplacedRemark) => remarks.push({ file: basename(files.leads), row, ...remark });
  const { rows, unordered } = inOrder(table.rows, mapping);
  refuseOrderless(table.rows, unordered, mapping, files);
  for (const each of unordered) note(each.row, lateRemark(each, mapping));
  const leads = rows.map((each) => mapRow(each, mapping, (remark) => note(each.row, remark)));
  refuseUseless(leads, files);
  return { leads, remarks: remarks.sort((one, other) => one.row - other.row) };
}

function lateRemark({ cells }: NumberedRow, { order }: FileMapping): UnplacedRemark {
  const { column, date } = order!;
  const what = date === undefined ? 'not a number' : `not a date of the form ${date}`;
  return { kind: 'order', text: `, ${column}: "${cells[column]}" is ${what}; the lead comes in after all others.` };
}

function refuseOrderless(
  rows: readonly NumberedRow[],
  unordered: readonly NumberedRow[],
  { order }: FileMapping,
  files: { leads: string },
): void {
  if (unordered.length < rows.length) return;
  const { row, cells } = unordered[0]!;
  const { column, date } = order!;
  const what = date === undefined ? 'a number' : `a date of the form ${date}`;
  throw new StartRefusal(
    `"${column}" is to give the order of arrival, but not one row of ${files.leads} has ${what} there; row ${row} has "${cells[column]}".`,
  );
}

/** Some faulty rows are normal. If all are faulty, the mapping is meant for another file. */
function refuseUseless(leads: readonly MappedLead[], files: { leads: string; mapping: string }): void {
  let first: { fault: Fault; row: number } | undefined;
  for (const { body, row } of leads) {
    const [fault] = faultsOf(LeadBody, body);
    if (fault === undefined) return;
    first ??= { fault, row };
  }
  const { fault, row } = first!;
  throw new StartRefusal(
    `No row of ${files.leads} makes a lead by the mapping ${files.mapping}. Row ${row}, ${fieldOf(fault.pointer)}: ${fault.message}`,
  );
}

/** `/contact/email` → `contact.email`. */
export function fieldOf(pointer: string): string {
  return pointer.slice(1).replaceAll('/', '.') || 'the lead as a whole';
}

async function readBytes(file: string): Promise<Buffer> {
  return readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new StartRefusal(`${file} cannot be read: ${WHY[error.code ?? ''] ?? error.message}.`);
  });
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'you are not allowed to read it',
};

function readJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StartRefusal(`The mapping ${file} cannot be read as JSON: ${(error as Error).message}.`);
  }
}
