import { Registry } from '../platform/registry.js';
import type { Environment } from '../platform/running/environment.js';
import type { Sql } from '../platform/sql/database.js';
import type { Instant } from '../platform/values/duration.js';
import type { Directory } from './directory.js';

export interface SetupWarning {
  readonly code: string;
  /** The meaning, and the request that fixes it. */
  readonly text: string;
}

export interface Setup {
  readonly sql: Sql;
  readonly directory: Directory;
  readonly environment: Environment;
  readonly now: Instant;
}

export interface SetupCheck {
  readonly codes: readonly string[];
  find(setup: Setup): Promise<readonly SetupWarning[]>;
  /** Returns ids of reps who work for the satellite and therefore need not get leads. */
  findBusy?(setup: Setup): Promise<Iterable<string>>;
}

export const SETUP_CHECKS = new Registry<SetupCheck>();
