import { stringify } from 'csv-stringify/sync';
import type { ExportedRow } from '../disposition/disposition.store.js';
import { toIso } from '../platform/instant.js';

/** A disposition as the export shows it, in the order of its columns. */
export function exportView(row: ExportedRow) {
  return {
    id: row.id,
    kind: row.kind,
    supersedes: row.supersedes,
    leadId: row.leadId,
    externalId: row.externalId,
    source: row.source,
    channel: row.channel,
    campaign: row.campaign,
    receivedAt: toIso(row.receivedAt),
    cycle: row.cycle,
    category: row.category,
    reason: row.reason,
    label: row.label,
    intent: row.intent,
    note: row.note,
    fields: row.fields,
    attempts: row.attempts,
    ...(row.restsOn !== null && { restsOn: row.restsOn }),
    decidedAt: toIso(row.decidedAt),
    by: { type: row.actorType, id: row.actorId },
    clickIds: row.clickIds ?? {},
    test: row.test,
  };
}

export type ExportView = ReturnType<typeof exportView>;

export const EXPORT_COLUMNS = [
  'id',
  'kind',
  'supersedes',
  'leadId',
  'externalId',
  'source',
  'channel',
  'campaign',
  'receivedAt',
  'cycle',
  'category',
  'reason',
  'label',
  'intent',
  'note',
  'fields',
  'attempts',
  'decidedAt',
  'by',
  'clickIds',
  'test',
] as const satisfies readonly (keyof ExportView)[];

/**
 * Lines of CSV (RFC 4180). A cell that a spreadsheet would take for a formula gets a leading ', because a note may be
 * whatever the person who filled in the form liked to do to whoever opens the file.
 */
export function toCsv(cells: readonly (readonly string[])[]): string {
  return stringify(cells as string[][], {
    record_delimiter: '\r\n',
    escape_formulas: true,
    // By itself it quotes a cell for the whole delimiter only, and many readers end a line at half of it.
    quoted_match: /[\r\n]/,
  });
}

export function csvCells(view: ExportView): string[] {
  return EXPORT_COLUMNS.map((column) => cellOf(view[column]));
}

function cellOf(value: ExportView[keyof ExportView]): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  if ('type' in value && 'id' in value) return value.id === null ? String(value.type) : `${value.type}:${value.id}`;
  return Object.keys(value).length === 0 ? '' : JSON.stringify(value);
}
