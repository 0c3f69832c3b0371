import { createHash } from 'node:crypto';
import { nextTryAt } from '../../deliveries/attempt.js';
import type { Row } from '../../platform/sql/table.js';
import { canonicalJson } from '../../platform/values/canonical-json.js';
import type { Instant } from '../../platform/values/duration.js';
import { noLongerWaiting, WAITING_PACE_MS } from '../record.js';
import type { Coverage } from './omitted.js';
import type { RECORD_UPDATE } from './record-update.table.js';
import type { FieldStates } from './update-decision.js';

const LENGTH = 32;

/** Hashes a value so that it can be recognised without being stored; salted with the record. */
export function digestOf(recordId: string, value: unknown): string {
  return createHash('sha256')
    .update(`${recordId}\n${canonicalJson(value)}`)
    .digest('base64url')
    .slice(0, LENGTH);
}

const UPDATE_STATES = ['current', 'pending', 'failed'] as const;
export type UpdateState = (typeof UPDATE_STATES)[number];

export type RecordUpdate = Row<typeof RECORD_UPDATE>;

/** A value that differs between form and tool; `values` is null if it is sensitive or the field is unknown to us. */
export interface DifferingField {
  readonly name: string;
  readonly values: { readonly inForm: string; readonly inTool: string } | null;
  /** Whether the tool's value may be what we sent without getting an answer. */
  readonly mayBeOurs: boolean;
}

/** The result of an update. */
export type UpdateOutcome =
  /** @param updated the number of fields written; @param untold fields left alone, as they were changed in the tool */
  | {
      readonly is: 'done';
      readonly fields: FieldStates;
      readonly updated: number;
      readonly untold: readonly DifferingField[];
      /** Undefined if there was nothing to update. */
      readonly coverage?: Coverage;
    }
  /** The record can no longer be changed. @param stage its status in the tool */
  | {
      readonly is: 'closed';
      readonly fields: FieldStates;
      readonly stage: string;
      readonly untold: readonly DifferingField[];
      readonly coverage: Coverage;
    }
  /** The connector has no update, so a person must make the change. */
  | { readonly is: 'byHand'; readonly coverage: Coverage }
  /** @param fields new states, if more is known than before */
  | { readonly is: 'refused'; readonly why: string; readonly fields?: FieldStates }
  | { readonly is: 'later'; readonly why: string; readonly askedForMs: number; readonly fields?: FieldStates }
  | { readonly is: 'waits'; readonly why: string }
  /** An error of our own program. */
  | { readonly is: 'broken'; readonly why: string };

/** Returns the row of a record that was just created. @param fields null if its connector does not update */
export function newUpdate(
  record: { readonly id: string; readonly connectorId: string },
  fields: FieldStates | null,
  version: { readonly written: number; readonly wanted: number },
  now: Instant,
): RecordUpdate {
  // Fields that were not read after creation are read soon.
  const isUnseen = Object.values(fields ?? {}).some(({ shows }) => shows === null);
  const isPending = isUnseen || version.wanted > version.written;
  return {
    recordId: record.id,
    connectorId: record.connectorId,
    state: isPending ? 'pending' : 'current',
    wantedVersion: version.wanted,
    writtenVersion: version.written,
    fields: fields ?? {},
    omitted: [],
    failure: null,
    attempts: 0,
    waitsSince: null,
    begunAt: now,
    dueAt: isPending ? now : null,
  };
}

/** @param version the form's version that was written; @param chance from 0 to 1 */
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
      // If the form was amended meanwhile, it continues at once.
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

/** Tries again after a person fixed the cause. */
export function updateAgain(update: RecordUpdate, now: Instant): RecordUpdate {
  return { ...update, state: 'pending', failure: null, attempts: 0, waitsSince: null, begunAt: now, dueAt: now };
}

/** Returns the idempotency key of an update: equal for the same version and body. */
export function updateKeyOf(recordId: string, version: number, bodyDigest: string): string {
  return `${recordId.replaceAll('-', '')}-${version}-${bodyDigest.slice(0, 8)}`;
}
