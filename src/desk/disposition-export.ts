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

export function csvCells(view: ExportView): string[] {
  return EXPORT_COLUMNS.map((column) => cellOf(view[column]));
}

function cellOf(value: ExportView[keyof ExportView]): string {
  if (value === null) return '';
  if (typeof value !== 'object') return String(value);
  if ('type' in value && 'id' in value) return value.id === null ? String(value.type) : `${value.type}:${value.id}`;
  return Object.keys(value).length === 0 ? '' : JSON.stringify(value);
}
