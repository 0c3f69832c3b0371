import type { Warning } from '../documents/version.schema.js';
import type { Sql } from '../platform/database.js';
import type { Instant } from '../platform/duration.js';
import { Registry } from '../platform/registry.js';
import type { Directory } from './directory.js';

/** A policy that is saved, or would be. */
export interface SavedPolicy {
  readonly policyId: string;
  /** With it. */
  readonly directory: Directory;
  /** Before it was saved: what began since then may have begun by it. */
  readonly at: Instant;
}

/** What satellites foresee that a policy begins at once. */
export const POLICY_FORESIGHTS = new Registry<(sql: Sql, saved: SavedPolicy) => Promise<Warning[]>>();
