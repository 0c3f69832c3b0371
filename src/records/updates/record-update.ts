import { createHash } from 'node:crypto';
import { nextTryAt } from '../../deliveries/delivery.js';
import type { Instant } from '../../platform/duration.js';
import { isRecord } from '../../platform/sql.js';
import type { Row } from '../../platform/table.js';
import { noLongerWaiting, WAITING_PACE_MS } from '../record.js';
import type { Coverage } from './omitted.js';
import type { RECORD_UPDATE } from './record-update.table.js';
import type { FieldStates } from './update-decision.js';

const LENGTH = 32;

/** By which a value is known again without being kept; of each record another one. */
export function digestOf(recordId: string, value: unknown): string {
  return createHash('sha256')
    .update(`${recordId}\n${inOrder(value)}`)
    .digest('base64url')
    .slice(0, LENGTH);
}

/** As JSON, whatever order a tool answers fields in; nothing and null are the same. */
function inOrder(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(inOrder).join(',')}]`;
  if (!isRecord(value)) return JSON.stringify(value ?? null);
  const fields = Object.keys(value)
    .sort()
    .map((name) => `${JSON.stringify(name)}:${inOrder(value[name])}`);
  return `{${fields.join(',')}}`;
}

const UPDATE_STATES = ['current', 'pending', 'failed'] as const;
export type UpdateState = (typeof UPDATE_STATES)[number];

/** How far a record that was made follows its form. */
export type RecordUpdate = Row<typeof RECORD_UPDATE>;

/** Something that the form says otherwise now, in words; without what it says where that is sensitive, or nothing is known of it. */
export interface Untold {
  readonly name: string;
  readonly values: { readonly inForm: string; readonly inTool: string } | null;
  /** Whether what its tool says may be what was sent there, of which no answer came. */
  readonly mayBeOurs: boolean;
}

/** What came of bringing a record up to date. */
export type UpdateOutcome =
  /** @param updated so many fields were written; @param untold what was left as somebody has changed it */
  | {
      readonly is: 'done';
      readonly fields: FieldStates;
      readonly updated: number;
      readonly untold: readonly Untold[];
      /** Undefined if nothing was to be updated. */
      readonly coverage?: Coverage;
    }
  /** The record has gone beyond what is changed: @param stage as its tool says */
  | {
      readonly is: 'closed';
      readonly fields: FieldStates;
      readonly stage: string;
      readonly untold: readonly Untold[];
      readonly coverage: Coverage;
    }
  /** Its connector does not say how: somebody does it. */
  | { readonly is: 'byHand'; readonly coverage: Coverage }
  /** @param fields where more is known of them than the row says */
  | { readonly is: 'refused'; readonly why: string; readonly fields?: FieldStates }
  | { readonly is: 'later'; readonly why: string; readonly askedForMs: number; readonly fields?: FieldStates }
  | { readonly is: 'waits'; readonly why: string }
  /** The program itself has failed. */
  | { readonly is: 'broken'; readonly why: string };

/** Of a record that was only just made. @param fields null where its connector updates nothing */
export function newUpdate(
  record: { readonly id: string; readonly connectorId: string },
  fields: FieldStates | null,
  version: { readonly written: number; readonly wanted: number },
  now: Instant,
): RecordUpdate {
  // What its tool shows is looked at soon, where that was not possible at once.
  const isUnseen = Object.values(fields ?? {}).some(({ shows }) => shows === null);
  const isPending = isUnseen || version.wanted > version.written;
  return {
    ...{ recordId: record.id, connectorId: record.connectorId, state: isPending ? 'pending' : 'current' },
    ...{ wantedVersion: version.wanted, writtenVersion: version.written, fields: fields ?? {} },
    ...{ omitted: [], failure: null, attempts: 0, waitsSince: null, begunAt: now, dueAt: isPending ? now : null },
  };
}

/** @param version of the form, as it was written; @param chance from 0 to 1 */
export function afterUpdating(
  given: RecordUpdate,
  outcome: UpdateOutcome,
  version: number,
  now: Instant,
  chance: number,
): RecordUpdate {
  switch (outcome.is) {
    case 'done':
    case 'closed':
    case 'byHand': {
      // Amended meanwhile: it goes on at once.
      const isCurrent = given.wantedVersion <= version;
      const fields = outcome.is === 'byHand' ? given.fields : outcome.fields;
      const ended = { failure: null, attempts: 0, waitsSince: null, begunAt: now, dueAt: isCurrent ? null : now };
      return { ...given, ...ended, fields, state: isCurrent ? 'current' : 'pending', writtenVersion: version };
    }
    case 'waits': {
      const waitsSince = given.waitsSince ?? now;
      return { ...given, failure: outcome.why, waitsSince, attempts: 0, dueAt: now + WAITING_PACE_MS };
    }
    default: {
      const update = noLongerWaiting(given, now);
      const askedForMs = outcome.is === 'later' ? outcome.askedForMs : 0;
      const dueAt = outcome.is === 'refused' ? null : nextTryAt(update, askedForMs, now, chance);
      const fields = (outcome.is !== 'broken' && outcome.fields) || update.fields;
      return { ...update, fields, state: dueAt === null ? 'failed' : 'pending', failure: outcome.why, dueAt };
    }
  }
}

/** Somebody has mended what was in the way. */
export function updateAgain(update: RecordUpdate, now: Instant): RecordUpdate {
  return { ...update, state: 'pending', failure: null, attempts: 0, waitsSince: null, begunAt: now, dueAt: now };
}

/** By which its tool knows that a change is sent once more: of the same version, and the same body, the same one. */
export function updateKeyOf(recordId: string, version: number, bodyDigest: string): string {
  return `${recordId.replaceAll('-', '')}-${version}-${bodyDigest.slice(0, 8)}`;
}
