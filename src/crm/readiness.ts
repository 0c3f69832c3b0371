import { nextTryAt } from '../deliveries/attempt.js';
import type { Fault } from '../platform/input/fault.js';
import type { Row } from '../platform/sql/table.js';
import type { Instant } from '../platform/values/duration.js';
import { faultsOfRequest, type RequestTemplate, readRequest } from '../records/templates/request-template.js';
import { group, type Shape } from '../records/templates/shape.js';
import type { ReadinessBody } from './connections/crm-connection.schema.js';
import type { CRM_READINESS } from './crm.table.js';

/** The progress of a deal's handover, as sent to its CRM. */
export interface Readiness {
  /** Whether it can be, or was, handed over. */
  readonly ready: boolean;
  readonly missing: number;
  /** The missing pieces, in sentences. */
  readonly words: string;
  /** `Ready` or null, for tools whose rules can only check whether a field is filled. */
  readonly mark: 'Ready' | null;
  /** The state of its handoff; `none` without one. */
  readonly state: string;
}

const WORDS_LENGTH_MAX = 1_000;
const NO_HANDOFF = 'The deal is won, and has no handoff.';
const SURE: Shape = { type: 'text', isSure: true };
const UNSURE: Shape = { type: 'text', isSure: false };
const REFS: Shape = { type: 'group', isSure: true, any: UNSURE };

const SHAPE: Shape = group(true, {
  deal: group(true, {
    id: SURE,
    ref: SURE,
    name: SURE,
    stage: SURE,
    externalId: UNSURE,
    refs: REFS,
    amount: UNSURE,
    arr: UNSURE,
    netNewArr: UNSURE,
    currency: UNSURE,
  }),
  account: group(false, { id: SURE, name: SURE, domain: UNSURE, refs: REFS }),
  handoff: group(false, { id: SURE, kind: SURE, state: SURE }),
  readiness: group(true, {
    ready: { type: 'boolean', isSure: true },
    missing: { type: 'number', isSure: true },
    words: SURE,
    mark: UNSURE,
    state: SURE,
  }),
});

type ReadReadiness = { readonly request: RequestTemplate } | { readonly faults: readonly Fault[] };

/** @returns faults with pointers into it */
export function readReadiness(written: ReadinessBody): ReadReadiness {
  const read = readRequest(written);
  if ('faults' in read) return read;
  const faults = faultsOfRequest(read.request, SHAPE);
  return faults.length > 0 ? { faults } : read;
}

interface Handover {
  /** The sentences; null without a handoff. */
  readonly missing: readonly string[] | null;
  readonly state: string | null;
  /** Whether the deal is won and not handed over, although it has to be. */
  readonly isMissing: boolean;
}

export function readinessOf({ missing, state, isMissing }: Handover): Readiness {
  const pieces = missing ?? (isMissing ? [NO_HANDOFF] : []);
  const words = pieces.length === 0 ? 'Nothing is missing.' : pieces.join(' ');
  // A running handoff was handed over complete, or by an exception.
  const ready = pieces.length === 0 || state === 'running' || state === 'done';
  return {
    ready,
    mark: ready ? 'Ready' : null,
    missing: pieces.length,
    words: words.length <= WORDS_LENGTH_MAX ? words : `${words.slice(0, WORDS_LENGTH_MAX - 1)}…`,
    state: state ?? 'none',
  };
}

export const CRM_DELIVERY_STATES = ['waiting', 'told', 'failed'] as const;
export type CrmDeliveryState = (typeof CRM_DELIVERY_STATES)[number];

export type CrmDelivery = Omit<Row<typeof CRM_READINESS>, 'failingSince'>;

export type CrmOutcome =
  /** @param status null if nothing was sent, because the CRM already has this state */
  | { readonly is: 'reported'; readonly status: number | null; readonly hash: Buffer; readonly readiness: Readiness }
  /** @param isAsked whether a request was sent, after which the CRM's state is not known */
  | { readonly is: 'refused'; readonly status: number | null; readonly why: string; readonly isAsked: boolean }
  | {
      readonly is: 'later';
      readonly status: number | null;
      readonly why: string;
      readonly askedForMs: number;
      readonly isAsked: boolean;
    };

/** @param chance from 0 to 1 */
export function afterSending(delivery: CrmDelivery, outcome: CrmOutcome, now: Instant, chance: number): CrmDelivery {
  if (outcome.is === 'reported') {
    const { hash, status, readiness } = outcome;
    const known = { toldReady: readiness.ready, toldMissing: readiness.missing, toldState: readiness.state };
    const isQueried = status !== null;
    return {
      ...delivery,
      state: 'told',
      dueAt: null,
      endedAt: now,
      failure: null,
      toldHash: hash,
      ...(isQueried && { ...known, status, toldAt: now }),
    };
  }
  const { why: failure, status, isAsked } = outcome;
  const dueAt = outcome.is === 'refused' ? null : nextTryAt(delivery, outcome.askedForMs, now, chance);
  return {
    ...delivery,
    state: dueAt === null ? 'failed' : 'waiting',
    dueAt,
    endedAt: dueAt === null ? now : null,
    failure,
    status,
    ...(isAsked && { toldHash: null }),
  };
}
