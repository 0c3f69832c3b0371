import type { Row } from '../platform/sql/table.js';
import type { Actor } from '../platform/values/actor.js';
import type { Instant } from '../platform/values/duration.js';
import type { OwnedType } from '../vocabulary/subjects.js';
import type { EVENT } from './event.table.js';
import { CONFIGURATION_TYPES, EVENT_SHAPES } from './event-data.schema.js';

export type EventType = keyof typeof EVENT_SHAPES;

export const EVENT_TYPES = Object.keys(EVENT_SHAPES) as readonly EventType[];

/** The groups of types, for filters: `lead.*`. */
export const EVENT_KINDS = [...new Set(EVENT_TYPES.map((type) => `${type.split('.')[0]}.*`))];

/** @param names names of types or groups */
export function matchesTypes(type: string, names: readonly string[]): boolean {
  return names.includes(type) || names.includes(`${type.split('.')[0]}.*`);
}

/** Ids, codes, numbers and instants; never a person's name, address or number. */
export type EventData = Readonly<Record<string, unknown>>;

export type SubjectType =
  | (typeof CONFIGURATION_TYPES)[number]
  | OwnedType
  | ('account' | 'contract' | 'invoice')
  | ('hold' | 'suppression' | 'import' | 'user' | 'system');

/** An event to be recorded. `subjectSeq` numbers the events of its subject, from 1, without gaps. */
export interface NewEvent {
  readonly type: EventType;
  readonly at: Instant;
  readonly subjectType: SubjectType;
  readonly subjectId: string;
  readonly subjectSeq: number;
  /** The `xid` of the subject's latest event before this transaction; null if it has none. */
  readonly formerXid: string | null;
  readonly actor: Actor;
  readonly data: EventData;
}

export type LedgerRow = Row<typeof EVENT>;

/** The rule of the actor of whatever was brought along with old leads: it happened elsewhere. */
export const IMPORT_RULE = 'import';

/** Reports whether an event happened here: webhooks, streams and ad platforms get no others. */
export function isNews({ actorRule }: Pick<LedgerRow, 'actorRule'>): boolean {
  return actorRule !== IMPORT_RULE;
}

/** Returns the latest `xid`, for what follows the events of several subjects; null if none of them has one. */
export function latestOf(xids: readonly (string | null)[]): string | null {
  return xids.reduce((last, xid) => (xid !== null && (last === null || BigInt(xid) > BigInt(last)) ? xid : last), null);
}
