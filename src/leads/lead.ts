import { inLocalWords } from '../calendar/zone.js';
import type { LeadFacts } from '../conditions/lead-facts.js';
import type { Directory } from '../directory/directory.js';
import { formerKey } from '../documents/change.js';
import type { Row } from '../platform/sql/table.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { LEAD_FIELD_NAMES, type LeadField, type LeadInput } from '../vocabulary/lead-fields.js';
import type { LEAD, STATE } from './lead.table.js';
import type { LeadAccount } from './lead-account.js';

/**
 * What a lead waits for. `queue`: it has no owner, and nobody can take it. `move`: its owner missed a promise, and
 * keeps it until somebody else can take it. `claim`: it has no owner, and members of its pool may claim it.
 */
export const WAITINGS = ['queue', 'move', 'claim'] as const;
export type WaitingKind = (typeof WAITINGS)[number];

/** The reps of a pool who may claim a lead, and those who may not, by id. */
export interface Offer {
  readonly to: readonly string[];
  readonly not: readonly string[];
}

/** Resolves ids to names when a sentence is written, so that ledger and notifications store no names. */
export interface Names {
  rep(id: unknown): string;
  pool(id: unknown): string;
  queue(id: unknown): string;
  team(id: unknown): string;
  policy(id: unknown): string;
  /** The label of a source, by any of its spellings. */
  source(code: unknown): string;
  calendar(id: unknown): string;
  /** `deal “Website”`, or `its deal` if the name is not loaded. */
  deal(id: unknown): string;
  /** The label of a reason, by its code. */
  reason(code: unknown): string;
  /** The label of a churn reason, or its code in words if the label is not loaded. */
  churnReason(code: unknown): string;
  /** An instant in the reader's time zone. */
  when(iso: unknown): string;
}

/**
 * Resolves names; of deleted objects, the last name.
 * @param zone of the reader
 * @param named names of what is not in the directory, by id or code
 */
export function namesOf(
  directory: Directory,
  zone = directory.timeZoneOf(null),
  named: ReadonlyMap<string, string> = new Map(),
): Names {
  const { reasons, policies, calendars, formerNames } = directory.content;
  const former = (kind: string, id: unknown) => formerNames.get(formerKey(kind, String(id)));
  return {
    reason: (code) => reasons.find((each) => each.code === code)?.label ?? former('reason', code) ?? String(code),
    rep: (id) => (typeof id === 'string' ? (directory.rep(id)?.name ?? former('rep', id) ?? `rep ${id}`) : 'nobody'),
    pool: (id) =>
      typeof id === 'string' ? (directory.pool(id)?.name ?? former('pool', id) ?? `pool ${id}`) : 'no pool',
    queue: (id) => directory.content.queues.get(String(id))?.name ?? former('queue', id) ?? `${id}`,
    team: (id) => (typeof id === 'string' ? (directory.team(id)?.name ?? former('team', id) ?? id) : 'no team'),
    policy: (id) =>
      policies.find(({ policy }) => policy.id === id)?.policy.name ?? former('policy', id) ?? `policy ${id}`,
    source: (code) => directory.content.sources.labelOf(String(code)),
    calendar: (id) => calendars.get(String(id))?.name ?? former('calendar', id) ?? `${id}`,
    deal: (id) => (named.has(String(id)) ? `deal “${named.get(String(id))}”` : 'its deal'),
    churnReason: (code) => named.get(String(code)) ?? String(code).replaceAll('_', ' '),
    when: (iso) => inLocalWords(Date.parse(String(iso)), zone),
  };
}

type NamedDocument = Pick<LeadDocument, 'contact' | 'company' | 'source' | 'receivedAt'>;

/** Returns the contact's name, else the company's; undefined if neither is known. */
export function knownNameOf({ contact, company }: Pick<NamedDocument, 'contact' | 'company'>): string | undefined {
  const parts = [contact.firstName, contact.lastName].filter((part) => part !== undefined).join(' ');
  return contact.name ?? (parts || company?.name);
}

/** Returns the name of a lead, else its source and time of receipt, which tell it from others. */
export function nameOfLead(lead: NamedDocument, names: Pick<Names, 'source' | 'when'>): string {
  return knownNameOf(lead) ?? `A lead from ${names.source(lead.source)} received ${names.when(toIso(lead.receivedAt))}`;
}

export const LEAD_STATUSES = ['open', 'nurturing', 'recycled', 'suppressed', 'lost', 'won'] as const;
export type LeadStatus = (typeof LEAD_STATUSES)[number];

/** From the least work done to the most. */
export const WORK_STATES = ['untouched', 'attempting', 'connected', 'qualified'] as const;
export type WorkState = (typeof WORK_STATES)[number];

/**
 * Allowed changes of status. Each return to `open` begins a new cycle, unless the closing is taken back. Changes between closed states come from
 * corrected dispositions, changes from `won` from a reversed win.
 */
export const LEAD_TRANSITIONS: Readonly<Record<LeadStatus, readonly LeadStatus[]>> = {
  open: ['nurturing', 'recycled', 'suppressed', 'lost', 'won'],
  nurturing: ['open', 'recycled', 'suppressed', 'lost'],
  recycled: ['open', 'nurturing', 'suppressed', 'lost'],
  suppressed: ['open', 'nurturing', 'recycled', 'lost'],
  lost: ['open', 'nurturing', 'recycled', 'suppressed'],
  won: ['open', 'nurturing', 'recycled', 'suppressed', 'lost'],
};

/** Null for fields that were not sent. */
type GivenFields = { readonly [Name in LeadField]: Readonly<Required<LeadInput>[Name]> | null };

/** A lead as it was sent, except that countries are stored as codes. */
export interface LeadDocument extends Omit<GivenFields, 'submittedAt'> {
  readonly source: string;
  readonly test: boolean;
  readonly contact: NonNullable<GivenFields['contact']>;
  readonly submittedAt: Instant | null;
  readonly receivedAt: Instant;
  readonly createdBy: string | null;
  /** The import whose file it came in; null for none. */
  readonly importId: string | null;
  /** Derived from the document: the address and the number in the form in which they are compared, and issues. */
  readonly emailKey: string | null;
  readonly phoneKey: string | null;
  /** The company's domain, in the form in which domains are compared; null if none, or a public mail provider's. */
  readonly companyKey: string | null;
  /** The click that it came from, in the form in which clicks are compared; null for none. */
  readonly clickKey: string | null;
  readonly issues: readonly string[];
  /** Its account, null for none; absent if not looked up. Not stored. */
  readonly account?: LeadAccount | null;
  /** The owner of the latest open lead of its company, null for none; absent if not looked up. */
  readonly companyOwnerId?: string | null;
}

export const DOCUMENT_FIELDS: readonly Exclude<keyof LeadDocument, 'account' | 'companyOwnerId'>[] = [
  ...LEAD_FIELD_NAMES,
  'receivedAt',
  'createdBy',
  'importId',
  'emailKey',
  'phoneKey',
  'companyKey',
  'clickKey',
  'issues',
];

/** Returns the characters in the fields that make a lead large. */
export function lengthOf({ document }: { readonly document: LeadDocument }): number {
  const { message, refs, attributes, clickIds } = document;
  let length = message?.length ?? 0;
  for (const fields of [refs, attributes, clickIds])
    for (const value of Object.values(fields ?? {})) length += String(value).length;
  return length;
}

export interface LeadState
  extends Pick<Row<typeof LEAD>, 'id' | 'test' | 'erasedAt' | 'eventXid' | Exclude<StateField, CountField>> {
  /** The number of its latest event. Mutable: copying the state for each event was half of all garbage. */
  eventSeq: number;
  updatedAt: Instant;
}
type StateField = (typeof STATE)[number];
type CountField = 'eventSeq' | 'updatedAt';

/** A lead with the fields that name it. */
export type NamedLead = LeadState &
  Pick<LeadDocument, 'source' | 'contact' | 'company' | 'emailKey' | 'phoneKey' | 'receivedAt' | 'createdBy'>;

/** Reports whether a lead is closed without a win. */
export function isPutAway({ status }: Pick<LeadState, 'status'>): boolean {
  return status !== 'open' && status !== 'won';
}

/** @throws Error if `LEAD_TRANSITIONS` lacks this change; callers check first */
export function enterStatus(lead: LeadState, status: LeadStatus): LeadState {
  if (!LEAD_TRANSITIONS[lead.status].includes(status)) {
    throw new Error(`Lead ${lead.id} cannot go from ${lead.status} to ${status}`);
  }
  return { ...lead, status };
}

/**
 * Checks a lead before it is written: a unit of work makes at most one transition, or two through `open`. A cycle begins
 * with each reopening, and when the person of an open lead asks again.
 * @param goesOn whether what had closed the lead was taken back, so that its cycle goes on
 * @throws Error on a violation, which is a bug and never the fault of the input
 */
export function requireStep(before: LeadState, after: LeadState, goesOn = false): void {
  // A lead that comes back may be closed again at once: its person is suppressed, or its deal was won after all.
  const wasClosed = before.status !== 'open';
  const isBack = wasClosed && (after.status === 'open' || after.cycle !== before.cycle || goesOn);
  const from = isBack ? enterStatus(before, 'open') : before;
  if (from.status !== after.status) enterStatus(from, after.status);
  const begun = after.cycle - before.cycle;
  const isAsked = !wasClosed && after.status === 'open' && begun === 1;
  if (begun !== (isBack && !goesOn ? 1 : 0) && !isAsked)
    throw new Error(`Lead ${after.id} cannot go from cycle ${before.cycle} to ${after.cycle} as ${after.status}`);
}

/** Returns the fields that conditions test. A readable number is in its international form. */
export function factsOf(document: LeadDocument): LeadFacts {
  const { contact, phoneKey, account } = document;
  return {
    ...document,
    contact: phoneKey === null ? contact : { ...contact, phone: phoneKey },
    account: account?.facts ?? null,
  };
}

/** Returns the lead as intake accepts it; fields that were not sent are absent. */
export function leadInputOf(document: LeadDocument): LeadInput {
  const input: Record<string, unknown> = {};
  for (const name of LEAD_FIELD_NAMES) if (document[name] !== null) input[name] = document[name];
  if (document.submittedAt !== null) input.submittedAt = toIso(document.submittedAt);
  return input as unknown as LeadInput;
}
