import type { Instant } from '../platform/instant.js';
import type { Row } from '../platform/table.js';
import { LEAD_FIELD_NAMES, type LeadField, type LeadInput } from '../vocabulary/lead-fields.js';
import type { LEAD, STATE } from './lead.table.js';

export const LEAD_STATUSES = ['open', 'nurturing', 'recycled', 'suppressed', 'lost', 'won'] as const;
export type LeadStatus = (typeof LEAD_STATUSES)[number];

/** From the least done to the most. */
export const WORK_STATES = ['untouched', 'attempting', 'connected', 'qualified'] as const;
export type WorkState = (typeof WORK_STATES)[number];

/**
 * The states of a lead. Every way back to `open` begins a new cycle. From one end to another it goes when a disposition is
 * corrected, and from `won` when a win is reversed.
 */
export const LEAD_TRANSITIONS: Readonly<Record<LeadStatus, readonly LeadStatus[]>> = {
  open: ['nurturing', 'recycled', 'suppressed', 'lost', 'won'],
  nurturing: ['open', 'recycled', 'suppressed', 'lost'],
  recycled: ['open', 'nurturing', 'suppressed', 'lost'],
  suppressed: ['open', 'nurturing', 'recycled', 'lost'],
  lost: ['open', 'nurturing', 'recycled', 'suppressed'],
  won: ['open', 'nurturing', 'recycled', 'suppressed', 'lost'],
};

/** Null where nothing was told. */
type GivenFields = { readonly [Name in LeadField]: Readonly<Required<LeadInput>[Name]> | null };

/** What somebody told us: kept as it was given, but for countries, which are kept by their codes. */
export interface LeadDocument extends Omit<GivenFields, 'submittedAt'> {
  readonly source: string;
  readonly test: boolean;
  readonly contact: NonNullable<GivenFields['contact']>;
  readonly submittedAt: Instant | null;
  readonly receivedAt: Instant;
  readonly createdBy: string | null;
  /** Worked out from the document: the forms in which an address and a number are compared, and what is odd about it. */
  readonly emailKey: string | null;
  readonly phoneKey: string | null;
  readonly issues: readonly string[];
}

export const DOCUMENT_FIELDS: readonly (keyof LeadDocument)[] = [
  ...LEAD_FIELD_NAMES,
  'receivedAt',
  'createdBy',
  'emailKey',
  'phoneKey',
  'issues',
];

/** How many characters there are in what makes a lead large. */
export function lengthOf({ document }: { readonly document: LeadDocument }): number {
  const { message, refs, attributes, clickIds } = document;
  let length = message?.length ?? 0;
  for (const fields of [refs, attributes, clickIds])
    for (const value of Object.values(fields ?? {})) length += String(value).length;
  return length;
}

/** Where a lead stands: the part that changes as it is worked. */
export interface LeadState extends Pick<Row<typeof LEAD>, 'id' | 'test' | 'erasedAt' | Exclude<Stated, Counted>> {
  /** The number of its latest event; counted up in place, because a copy of all this for each event was half of the garbage. */
  eventSeq: number;
  /** The instant of its latest event. */
  updatedAt: Instant;
}
type Stated = (typeof STATE)[number];
type Counted = 'eventSeq' | 'updatedAt';

/** @throws Error when the table of transitions has no such way: callers refuse before they try */
export function enterStatus(lead: LeadState, status: LeadStatus): LeadState {
  if (!LEAD_TRANSITIONS[lead.status].includes(status)) {
    throw new Error(`Lead ${lead.id} cannot go from ${lead.status} to ${status}`);
  }
  return { ...lead, status };
}

/**
 * What one unit of work makes of a lead is at most one step of its table, or two through an opening, and a cycle begins
 * with each opening and with nothing else. Asked of everything that is written, however it came about.
 * @throws Error when it is something else: a fault of the program, never of its input
 */
export function requireStep(before: LeadState, after: LeadState): void {
  // One that comes back may be closed again at once: its person is suppressed, or its deal was won after all.
  const isBack = before.status !== 'open' && (after.status === 'open' || after.cycle !== before.cycle);
  const from = isBack ? enterStatus(before, 'open') : before;
  if (from.status !== after.status) enterStatus(from, after.status);
  if (after.cycle !== before.cycle + (isBack ? 1 : 0))
    throw new Error(`Lead ${after.id} cannot go from cycle ${before.cycle} to ${after.cycle} as ${after.status}`);
}
