import { afterAttempt } from '../deliveries/trying-again.js';
import type { Instant } from '../platform/instant.js';
import type { Row } from '../platform/table.js';
import type { CRM_READINESS } from './crm.table.js';
import type { Readiness } from './readiness.js';

export const CRM_DELIVERY_STATES = ['waiting', 'told', 'failed'] as const;
export type CrmDeliveryState = (typeof CRM_DELIVERY_STATES)[number];

/** What a CRM was told last. What was missing is counted, and kept in no words. */
export type ToldReadiness = Pick<CrmDelivery, 'hash' | 'toldReady' | 'toldMissing' | 'toldState' | 'toldAt'>;

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
  const problem = {
    problem: failure,
    askedForMs: outcome.is === 'later' ? outcome.askedForMs : 0,
    isFinal: outcome.is === 'refused',
  };
  const { dueAt } = afterAttempt({ attempts: delivery.attempts, createdAt: delivery.begunAt }, problem, now, chance);
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
