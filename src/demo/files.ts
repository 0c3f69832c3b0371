import { readFile } from 'node:fs/promises';
import { parse } from 'csv-parse/sync';
import { LeadBody } from '../leads/lead.dto.js';
import { faultsOf } from '../platform/checked.js';
import type { Fault } from '../platform/fault.js';
import { StartRefusal } from '../platform/start-refusal.js';
import { readMapping, requireColumns } from './mapping.js';
import { inOrder, type MappedLead, mapRow, type Row } from './row.js';

/** The leads of a CSV file in the order in which they came in. @throws StartRefusal one line that says what is wrong */
export async function readLeads(files: { leads: string; mapping: string }): Promise<MappedLead[]> {
  const mapping = readMapping(readJson(await readText(files.mapping), files.mapping), files.mapping);
  const { header, rows } = readCsv(await readText(files.leads), files.leads);
  requireColumns(mapping, header, files);
  const { order } = mapping;
  const unordered =
    order === undefined ? -1 : rows.findIndex((row) => !Number.isFinite(Number(row[order] || Number.NaN)));
  if (unordered >= 0) {
    throw new StartRefusal(
      `${files.leads}, row ${unordered + 1}: "${order}" is the order of arrival and must be a number, not "${rows[unordered]![order!]}".`,
    );
  }
  const leads = inOrder(rows, mapping).map((row) => mapRow(row, mapping));
  refuseUseless(leads, files);
  return leads;
}

/** Some faulty rows are ordinary; when all are, the mapping is meant for another file. */
function refuseUseless(leads: readonly MappedLead[], files: { leads: string; mapping: string }): void {
  let first: Fault | undefined;
  for (const { body } of leads) {
    const [fault] = faultsOf(LeadBody, body);
    if (fault === undefined) return;
    first ??= fault;
  }
  throw new StartRefusal(
    `Not one row of ${files.leads} becomes a lead by ${files.mapping}: ${first!.pointer} of the first: ${first!.message}`,
  );
}

/** A header row and at least one row below it; columns without a name hold nothing and are left out. */
export function readCsv(text: string, file: string): { header: string[]; rows: Row[] } {
  let header: string[] = [];
  let rows: Row[];
  try {
    rows = parse(text, {
      bom: true,
      skip_empty_lines: true,
      columns: (names: string[]) => {
        header = names.map((name) => name.trim());
        return header.map((name) => (name === '' ? false : name));
      },
    });
  } catch (error) {
    throw new StartRefusal(`${file} is no CSV that can be read: ${(error as Error).message}.`);
  }
  header = header.filter((name) => name !== '');
  const repeated = header.find((name, index) => header.indexOf(name) !== index);
  if (repeated !== undefined) throw new StartRefusal(`${file} has two columns named "${repeated}".`);
  if (rows.length === 0)
    throw new StartRefusal(`${file} holds no lead: a row of column names comes first, then a row each.`);
  return { header, rows };
}

async function readText(file: string): Promise<string> {
  const bytes = await readFile(file).catch((error: NodeJS.ErrnoException) => {
    throw new StartRefusal(`${file} cannot be read: ${WHY[error.code ?? ''] ?? error.message}.`);
  });
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new StartRefusal(`${file} is no text in UTF-8.`);
  }
}

const WHY: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
};

function readJson(text: string, file: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new StartRefusal(`The mapping ${file} is no JSON: ${(error as Error).message}.`);
  }
}
