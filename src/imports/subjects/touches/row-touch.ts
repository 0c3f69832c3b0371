import type { IdentifyingSettings } from '../../../contact/identifying.js';
import { LeadTouchBody } from '../../../leads/activity.dto.js';
import { type LeadName, readName } from '../../../leads/naming.js';
import type { RepRow } from '../../../people/rep.table.js';
import { readBody } from '../../../platform/input/checked.js';
import { TOUCH_KINDS, TOUCH_OUTCOMES } from '../../../vocabulary/touch-kinds.js';
import { leadNamesIn } from '../naming-leads.js';
import { UNNOTED } from '../past-touch.js';
import type { RowFields } from '../row-fields.js';

/** A touch as a request has it, with how the row names its lead. */
export interface RowTouch {
  readonly name: LeadName;
  readonly body: LeadTouchBody & { readonly occurredAt: string };
}

interface Judged {
  readonly settings: IdentifyingSettings;
  readonly reps: readonly RepRow[];
  /** Of leads that rows name by their ids elsewhere; null for none. */
  readonly source: string | null;
}

const DIRECTIONS = ['outbound', 'inbound'] as const;

/** Reads a row of touches as an entry of `POST /v1/touches/batch`. Without an outcome it was an attempt. */
export function touchOfRow(row: RowFields, { settings, reps, source }: Judged): RowTouch | { readonly why: string } {
  const name = readName(leadNamesIn(row, source), settings);
  if ('faults' in name) row.refuseFor(name.faults, fieldAt);
  const occurredAt = row.iso('occurredAt');
  if (row.text('occurredAt') === undefined) row.refuse('', 'It does not say when it happened.');
  const kind = row.word('kind', TOUCH_KINDS) ?? 'other';
  const outcome = row.word('outcome', TOUCH_OUTCOMES) ?? UNNOTED[kind];
  const rest = {
    direction: row.word('direction', DIRECTIONS),
    repId: row.rep('rep', reps),
    note: row.text('note'),
    durationSeconds: row.whole('durationSeconds'),
    meetingAt: row.iso('meetingAt'),
    automated: row.flag('automated'),
    externalId: row.text('externalId'),
  };
  const given = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
  const { body, faults } = readBody<LeadTouchBody>(LeadTouchBody, { kind, outcome, occurredAt, ...given });
  if (row.why === null) row.refuseFor(faults, fieldAt);
  if (row.why !== null || 'faults' in name) return { why: row.why! };
  return { name, body: body as RowTouch['body'] };
}

const FIELDS: Readonly<Record<string, string>> = { repId: 'rep', source: 'leadExternalId' };

/** Returns the field of a row that a pointer into the entry means. */
export function fieldAt(pointer: string): string {
  const field = pointer.split('/')[1] ?? '';
  return FIELDS[field] ?? field;
}
