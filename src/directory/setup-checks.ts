import type { Sql } from '../platform/database.js';
import type { Instant } from '../platform/duration.js';
import type { Environment } from '../platform/environment.js';
import { Registry } from '../platform/registry.js';
import type { Directory } from './directory.js';

/** Something that works, but hardly as it was meant. */
export interface SetupWarning {
  readonly code: string;
  /** What it means, and the request that mends it. */
  readonly text: string;
}

/** What a check looks at. */
export interface Setup {
  readonly sql: Sql;
  readonly directory: Directory;
  readonly environment: Environment;
  readonly now: Instant;
}

/** What a satellite looks for when somebody asks what the setup lacks. */
export interface SetupCheck {
  readonly codes: readonly string[];
  find(setup: Setup): Promise<readonly SetupWarning[]>;
  /** Reps who have work of the satellite: none of them has to get leads. */
  findBusy?(setup: Setup): Promise<Iterable<string>>;
}

export const SETUP_CHECKS = new Registry<SetupCheck>();
