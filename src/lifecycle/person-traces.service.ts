import { Injectable } from '@nestjs/common';
import type { ErasedKind, ErasedPerson } from '../leads/personal-data.js';
import { Registry } from '../platform/registry.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import type { Instant } from '../platform/values/duration.js';

interface ErasedPersons {
  readonly leadIds: readonly string[];
  /** Postgres regular expressions; a text that quotes these persons matches one of them. */
  readonly patterns: readonly string[];
  readonly at: Instant;
}

/** Erases and reads personal data that a satellite stores elsewhere than in the columns of `PERSONAL_DATA`. */
interface PersonTraces {
  /** Takes its locks before any lead is locked. */
  lock?(tx: Tx): Promise<void>;
  /**
   * Erases what leads of a person could still be made of, before their leads are looked for: else one that is made
   * meanwhile would be overlooked. In a transaction that holds no other lock, so it may wait for what makes leads.
   * @returns the number of rows, by what they contained
   */
  eraseOrigins?(tx: Tx, person: ErasedPerson): Promise<Readonly<Partial<Record<ErasedKind, number>>>>;
  /** Erases the data, after the leads of the persons were erased. */
  erase?(tx: Tx, persons: ErasedPersons): Promise<void>;
  /** Erases data of persons who may have no lead. @returns the number of rows, by what they contained */
  eraseKnown?(tx: Tx, person: ErasedPerson): Promise<Readonly<Partial<Record<ErasedKind, number>>>>;
  /** Reads a list of `HELD_OF_PERSONS`, by its name. */
  readHeld?: {
    readonly section: string;
    read(sql: Sql, person: Omit<ErasedPerson, 'leadIds'>): Promise<readonly object[]>;
  };
}

/** The registered traces. Each satellite adds its own when its module is created. */
@Injectable()
export class TracesOfPersons extends Registry<PersonTraces> {}
