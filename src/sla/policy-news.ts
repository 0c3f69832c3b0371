import type { Sql } from '../platform/database.js';
import type { Instant } from '../platform/duration.js';
import { Registry } from '../platform/registry.js';
import type { SlaPolicy } from './policy.js';

/** A version of a policy that open leads and deals with an older one adopt. */
export interface Adoption {
  readonly policyId: string;
  readonly policyVersion: number;
}

/** That what policies promise has changed, or the time zone in which days are theirs. */
export interface PolicyChange {
  readonly before: readonly SlaPolicy[];
  readonly after: readonly SlaPolicy[];
  readonly adoptions: readonly Adoption[];
  readonly at: Instant;
}

/** Hears of changes in their transaction. */
export const POLICY_LISTENERS = new Registry<(tx: Sql, change: PolicyChange) => Promise<void>>();
