import type { Fault } from '../platform/fault.js';
import { faultsOfRequest, type RequestTemplate, readRequest } from '../records/templates/request-template.js';
import { group, type Shape } from '../records/templates/shape.js';
import type { ReadinessBody } from './connections/crm-connection.dto.js';

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

export type ReadReadiness = { readonly request: RequestTemplate } | { readonly faults: readonly Fault[] };

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
