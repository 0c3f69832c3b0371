import { Registry } from '../platform/registry.js';
import type { Sql } from '../platform/sql/database.js';
import type { Instant } from '../platform/values/duration.js';
import type { SlaPolicy } from './policy.js';

/** A version of a policy that open leads and deals with an older one adopt. */
export interface Adoption {
  readonly policyId: string;
  readonly policyVersion: number;
}

/** A change of what policies promise, or of the time zone that determines their days. */
export interface PolicyChange {
  readonly before: readonly SlaPolicy[];
  readonly after: readonly SlaPolicy[];
  readonly adoptions: readonly Adoption[];
  readonly at: Instant;
}

/** Listeners that are called in the transaction of a change. */
export const POLICY_LISTENERS = new Registry<(tx: Sql, change: PolicyChange) => Promise<void>>();
