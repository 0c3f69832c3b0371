import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database.js';
import { Registry } from '../platform/registry.js';
import { LOCK_ORDER } from './lock-order.service.js';
import type { UnitOfWork } from './unit-of-work.js';

/** So many of what somebody has are named one by one. */
export const NAMED_MAX = 1_000;

/** What somebody has of one kind. */
export interface OwnedByRep {
  readonly count: number;
  /** The first of them. */
  readonly ids: readonly string[];
}

/** What was given to a successor. */
export interface HandedOverPart {
  readonly count: number;
  /** What follows from it, in a work of its own, once all parts are handed over and saved. */
  follow?(work: UnitOfWork): Promise<void>;
}

/** What somebody who leaves hands over: leads, or what a satellite keeps. */
export interface OffboardingPart {
  /** What it locks: parts are handed over in the order of locks. */
  readonly subject: (typeof LOCK_ORDER)[number];
  /** What it is called in requests, and in sentences as the many. */
  readonly name: string;
  /** One of them, in sentences. */
  readonly one: string;
  /** Takes its locks before any lead is locked. */
  lock?(tx: Tx): Promise<void>;
  read(tx: Tx, repId: string): Promise<OwnedByRep>;
  /** Gives all of it to a successor, whatever the number, and writes it; the caller saves the work. */
  handOver(tx: Tx, work: UnitOfWork, repId: string, toRepId: string): Promise<HandedOverPart>;
}

/** Satellites add theirs when their modules are made. */
@Injectable()
export class OffboardingParts extends Registry<OffboardingPart> {
  get inOrder(): readonly OffboardingPart[] {
    return this.all.toSorted((one, other) => LOCK_ORDER.indexOf(one.subject) - LOCK_ORDER.indexOf(other.subject));
  }
}

/** Carries out, at their instant, the departures that were planned. Whoever plans them provides it. */
@Injectable()
export class PlannedDepartures {
  private carryOutPlanned: ((repId: string) => Promise<void>) | null = null;

  provide(carryOut: (repId: string) => Promise<void>): void {
    this.carryOutPlanned = carryOut;
  }

  async carryOut(repId: string): Promise<void> {
    await this.carryOutPlanned?.(repId);
  }
}
