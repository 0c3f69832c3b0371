import { inLocalWords } from '../calendar/zone.js';
import type { LeadFacts } from '../conditions/lead-facts.js';
import type { Directory } from '../directory/directory.js';
import { formerKey } from '../documents/change.js';
import { type Instant, toIso } from '../platform/duration.js';
import type { Row } from '../platform/table.js';
import { LEAD_FIELD_NAMES, type LeadField, type LeadInput } from '../vocabulary/lead-fields.js';
import type { LEAD, STATE } from './lead.table.js';
import type { LeadAccount } from './lead-account.js';

/**
 * What a lead waits for: `queue`: it has no owner, and nobody can take it. `move`: its owner missed a promise, and keeps it
 * until somebody else can take it. `claim`: it has no owner, and members of its pool may claim it.
 */
export const WAITINGS = ['queue', 'move', 'claim'] as const;
export type Waiting = (typeof WAITINGS)[number];

/** Which members of a pool may claim a lead, and which it is not for, by the ids of the reps. */
export interface Offer {
  readonly to: readonly string[];
  readonly not: readonly string[];
}

/** Names are looked up when a sentence is written, so that neither ledger nor notifications ever hold one. */
export interface Names {
  rep(id: unknown): string;
  pool(id: unknown): string;
  queue(id: unknown): string;
  team(id: unknown): string;
  policy(id: unknown): string;
  calendar(id: unknown): string;
  /** `deal “Website”`, or `its deal` where the name is not at hand. */
  deal(id: unknown): string;
  /** What people call a reason, by its code. */
  reason(code: unknown): string;
  /** An instant as the clocks of the reader show it. */
  when(iso: unknown): string;
}

/**
 * Of what is deleted, the last names.
 * @param zone of whoever reads it
 * @param named what is no configuration, by its id
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
    calendar: (id) => calendars.get(String(id))?.name ?? former('calendar', id) ?? `${id}`,
    deal: (id) => (named.has(String(id)) ? `deal “${named.get(String(id))}”` : 'its deal'),
    when: (iso) => inLocalWords(Date.parse(String(iso)), zone),
  };
}

type Called = Pick<LeadDocument, 'contact' | 'company' | 'source' | 'receivedAt'>;

/** The contact's name, else the company's; undefined where neither is known. */
export function knownNameOf({ contact, company }: Pick<Called, 'contact' | 'company'>): string | undefined {
  const parts = [contact.firstName, contact.lastName].filter((part) => part !== undefined).join(' ');
  return contact.name ?? (parts || company?.name);
}

/** What people call a lead: its name, else where it came from and when, by which a reader tells it from others. */
export function nameOfLead(lead: Called, names: Pick<Names, 'when'>): string {
  return knownNameOf(lead) ?? `A lead from ${lead.source} received ${names.when(toIso(lead.receivedAt))}`;
}

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
  /** The domain of its company, as it is compared; null where it names none, or one of everybody. */
  readonly companyKey: string | null;
  /** The click that it came by, as it is compared; null for none. */
  readonly clickKey: string | null;
  readonly issues: readonly string[];
  /** The account that it is of, null for none; absent where nobody has asked. It is kept nowhere. */
  readonly account?: LeadAccount | null;
  /** Who has the latest open lead of its company, null for nobody; absent where nobody has asked. */
  readonly companyOwnerId?: string | null;
}

/** What is kept of it. */
export const DOCUMENT_FIELDS: readonly Exclude<keyof LeadDocument, 'account' | 'companyOwnerId'>[] = [
  ...LEAD_FIELD_NAMES,
  'receivedAt',
  'createdBy',
  'emailKey',
  'phoneKey',
  'companyKey',
  'clickKey',
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

/** A lead as far as people call it by a name. */
export type NamedLead = LeadState & Pick<LeadDocument, 'source' | 'contact' | 'company' | 'receivedAt' | 'createdBy'>;

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

/** What conditions read of a lead; a number that could be read is compared in its international form. */
export function factsOf(document: LeadDocument): LeadFacts {
  const { contact, phoneKey, account } = document;
  return {
    ...document,
    contact: phoneKey === null ? contact : { ...contact, phone: phoneKey },
    account: account?.facts ?? null,
  };
}

/** What was told of a lead, as intake takes it: what was not told is absent. */
export function toldOf(document: LeadDocument): LeadInput {
  const told: Record<string, unknown> = {};
  for (const name of LEAD_FIELD_NAMES) if (document[name] !== null) told[name] = document[name];
  if (document.submittedAt !== null) told.submittedAt = toIso(document.submittedAt);
  return told as unknown as LeadInput;
}
