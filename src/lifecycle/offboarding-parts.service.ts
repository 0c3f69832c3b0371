import { Injectable } from '@nestjs/common';
import { Registry } from '../platform/registry.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { LOCK_ORDER } from './lock-order.service.js';
import type { UnitOfWork } from './unit-of-work.js';

/** The result of handing a rep's subjects over to a successor. */
export interface HandedOverPart {
  readonly count: number;
  /** Does what follows from the handover, in another unit of work, once all parts are handed over and saved. */
  follow?(work: UnitOfWork): Promise<void>;
}

/** A kind of subject that a leaving rep hands over: leads, or those of a satellite. */
export interface OffboardingPart {
  /** The type of subject that it locks. Parts are handed over in the order of locks. */
  readonly subject: (typeof LOCK_ORDER)[number];
  /** Its name in requests, and its plural in sentences. */
  readonly name: string;
  /** Its singular in sentences. */
  readonly one: string;
  /** Takes its locks before any lead is locked. */
  lock?(tx: Tx): Promise<void>;
  /** Returns the ids of the rep's subjects. */
  find(sql: Sql, repId: string): Promise<string[]>;
  /**
   * Gives all of the rep's subjects to a successor, whatever their number, and writes them. The caller saves the work.
   */
  handOver(tx: Tx, work: UnitOfWork, repId: string, toRepId: string): Promise<HandedOverPart>;
}

/** The registered parts. Satellites add theirs when their modules are created. */
@Injectable()
export class OffboardingParts extends Registry<OffboardingPart> {
  get inOrder(): readonly OffboardingPart[] {
    return this.all.toSorted((one, other) => LOCK_ORDER.indexOf(one.subject) - LOCK_ORDER.indexOf(other.subject));
  }
}
