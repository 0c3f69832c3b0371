import type { Warning } from '../documents/version.schema.js';
import { Registry } from '../platform/registry.js';
import type { Sql } from '../platform/sql/database.js';
import type { Instant } from '../platform/values/duration.js';
import type { Directory } from './directory.js';

/** A policy that is being saved, or that a rehearsal would save. */
export interface SavedPolicy {
  readonly policyId: string;
  /** The configuration with the policy. */
  readonly directory: Directory;
  /** An instant before the save: promises that began since may have begun because of it. */
  readonly at: Instant;
}

/** Checks of satellites that foresee what a policy starts at once. */
export const POLICY_FORESIGHTS = new Registry<(sql: Sql, saved: SavedPolicy) => Promise<Warning[]>>();
