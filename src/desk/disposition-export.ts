import type { ExportedRow } from '../disposition/disposition.store.js';
import type { ExportedMilestone } from '../leads/milestone.store.js';
import { toIso } from '../platform/values/duration.js';

/** A row of the disposition export; its fields are in the order of the columns. */
export function exportView(row: ExportedRow) {
  return {
    ...headOf(row),
    category: row.category,
    reason: row.reason,
    label: row.label,
    intent: row.intent,
    note: row.note,
    fields: row.fields,
    attempts: row.attempts,
    ...(row.restsOn !== null && { restsOn: row.restsOn }),
    ...(row.suppressionId !== null && { suppressionId: row.suppressionId }),
    ...decided(row),
  };
}

export function milestoneExportView(row: ExportedMilestone) {
  const { milestoneId: id, name, occurredAt, value } = row;
  return {
    ...headOf(row),
    category: null,
    reason: null,
    label: null,
    intent: row.kind === 'milestoneReversed' ? 'reversed' : null,
    note: row.note,
    fields: {},
    attempts: row.attempts,
    ...decided(row),
    milestone: { id, name, occurredAt: toIso(occurredAt), value },
  };
}

type ExportHead = Pick<
  ExportedRow | ExportedMilestone,
  'id' | 'kind' | 'supersedes' | 'leadId' | 'externalId' | 'source' | 'channel' | 'campaign' | 'receivedAt' | 'cycle'
>;

function headOf(row: ExportHead) {
  const { id, kind, supersedes, leadId, externalId, source, channel, campaign, receivedAt, cycle } = row;
  const lead = { leadId, externalId, source, channel, campaign, receivedAt: toIso(receivedAt), cycle };
  return { id, kind, supersedes, ...lead };
}

type Decided = Pick<
  ExportedRow | ExportedMilestone,
  'decidedAt' | 'actorType' | 'actorId' | 'clickIds' | 'consent' | 'test'
>;

function decided({ decidedAt, actorType, actorId, clickIds, consent, test }: Decided) {
  const known = { clickIds: clickIds ?? {}, consent: consent ?? {} };
  return { decidedAt: toIso(decidedAt), by: { type: actorType, id: actorId }, ...known, test };
}

export type ExportView = ReturnType<typeof exportView> | ReturnType<typeof milestoneExportView>;

type Row = ReturnType<typeof exportView>;

const COLUMNS = [
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
  'suppressionId',
] as const satisfies readonly (keyof Row)[];
const CONSENT_COLUMNS = ['adUserData', 'adPersonalization'] as const satisfies readonly (keyof Row['consent'])[];
const MILESTONE_COLUMNS = ['milestoneId', 'milestone', 'occurredAt', 'amount', 'currency'];

export function csvHeader(withMilestones: boolean): readonly string[] {
  const columns = [...COLUMNS, ...CONSENT_COLUMNS];
  return withMilestones ? [...columns, ...MILESTONE_COLUMNS] : columns;
}

export function csvCells(view: ExportView, withMilestones: boolean): string[] {
  const consent = CONSENT_COLUMNS.map((column) => view.consent[column] ?? '');
  const cells = [...COLUMNS.map((column) => cellOf((view as Row)[column])), ...consent];
  return withMilestones ? [...cells, ...milestoneCells(view)] : cells;
}

function milestoneCells(view: ExportView): string[] {
  if (!('milestone' in view)) return MILESTONE_COLUMNS.map(() => '');
  const { id, name, occurredAt, value } = view.milestone;
  return [id, name, occurredAt, value?.amount ?? '', value?.currency ?? ''];
}

function cellOf(value: Row[(typeof COLUMNS)[number]] | null): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return String(value);
  if ('type' in value && 'id' in value) return value.id === null ? String(value.type) : `${value.type}:${value.id}`;
  return Object.keys(value).length === 0 ? '' : JSON.stringify(value);
}
