import { Injectable } from '@nestjs/common';
import type { ErasedKind } from '../leads/personal-data.js';
import type { Tx } from '../platform/database.js';
import type { Instant } from '../platform/duration.js';
import { Registry } from '../platform/registry.js';

/** Persons who are erased. */
export interface ErasedPersons {
  readonly leadIds: readonly string[];
  /** Regular expressions of Postgres, of which one finds a text that quotes them. */
  readonly patterns: readonly string[];
  readonly at: Instant;
}

/** By what persons are known, as leads are compared. */
export interface KnownPersons {
  readonly emailKeys: readonly string[];
  readonly phoneKeys: readonly string[];
}

/** What a satellite keeps of persons elsewhere than in the columns of `PERSONAL_DATA`. */
export interface PersonTraces {
  /** Takes its locks before any lead is locked. */
  lock?(tx: Tx): Promise<void>;
  /** Erases it, when their leads have been. */
  erase?(tx: Tx, persons: ErasedPersons): Promise<void>;
  /** Erases what it keeps of persons who need have no lead. @returns how many rows there were, by what they held */
  eraseKnown?(tx: Tx, persons: KnownPersons): Promise<Readonly<Partial<Record<ErasedKind, number>>>>;
}

/** Each adds itself when its module is made. */
@Injectable()
export class TracesOfPersons extends Registry<PersonTraces> {}
