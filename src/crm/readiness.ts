import { nextTryAt } from '../deliveries/delivery.js';
import type { Instant } from '../platform/duration.js';
import type { Fault } from '../platform/fault.js';
import type { Row } from '../platform/table.js';
import { faultsOfRequest, type RequestTemplate, readRequest } from '../records/templates/request-template.js';
import { group, type Shape } from '../records/templates/shape.js';
import type { ReadinessBody } from './connections/crm-connection.schema.js';
import type { CRM_READINESS } from './crm.table.js';

/** How far the handover of a deal is, as its CRM is told. */
export interface Readiness {
  /** Nothing keeps it from being handed over, or it is. */
  readonly ready: boolean;
  /** How many pieces are missing. */
  readonly missing: number;
  /** Which, in sentences. */
  readonly words: string;
  /** `Ready`, or nothing: of tools whose rules ask for nothing but that something stands in a field. */
  readonly mark: 'Ready' | null;
  /** Of its handoff; `none` where none is asked for. */
  readonly state: string;
}

const WORDS_LENGTH_MAX = 1_000;
const SURE: Shape = { type: 'text', isSure: true };
const UNSURE: Shape = { type: 'text', isSure: false };
const REFS: Shape = { type: 'group', isSure: true, any: UNSURE };

/** What its templates see. */
const SHAPE: Shape = group(true, {
  deal: group(true, {
    ...{ id: SURE, ref: SURE, name: SURE, stage: SURE, externalId: UNSURE, refs: REFS },
    ...{ amount: UNSURE, currency: UNSURE },
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

/** @returns faults by pointers into it */
export function readReadiness(written: ReadinessBody): ReadReadiness {
  const read = readRequest(written);
  if ('faults' in read) return read;
  const faults = faultsOfRequest(read.request, SHAPE);
  return faults.length > 0 ? { faults } : read;
}

/** @param missing the sentences; null where no handoff is asked for */
export function readinessOf(missing: readonly string[] | null, state: string | null): Readiness {
  const pieces = missing ?? [];
  const words = pieces.length === 0 ? 'Nothing is missing.' : pieces.join(' ');
  // What runs was handed over: by a complete form, or by a decision.
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

/** The readiness of one deal on its way to its CRM. */
export type CrmDelivery = Omit<Row<typeof CRM_READINESS>, 'failingSince'>;

export type CrmOutcome =
  /** @param status null where it knows this already, and was not asked */
  | { readonly is: 'told'; readonly status: number | null; readonly hash: Buffer; readonly readiness: Readiness }
  /** @param isAsked whether a request has left: what the CRM says now nobody knows then */
  | { readonly is: 'refused'; readonly status: number | null; readonly why: string; readonly isAsked: boolean }
  | {
      readonly is: 'later';
      readonly status: number | null;
      readonly why: string;
      readonly askedForMs: number;
      readonly isAsked: boolean;
    };

/** @param chance from 0 to 1 */
export function afterTelling(delivery: CrmDelivery, outcome: CrmOutcome, now: Instant, chance: number): CrmDelivery {
  if (outcome.is === 'told') {
    const { hash, status, readiness } = outcome;
    const known = { toldReady: readiness.ready, toldMissing: readiness.missing, toldState: readiness.state };
    const isAsked = status !== null;
    return {
      ...delivery,
      ...{ state: 'told', dueAt: null, endedAt: now, failure: null, hash },
      ...(isAsked && { ...known, status, toldAt: now }),
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
    ...(isAsked && { hash: null }),
  };
}
