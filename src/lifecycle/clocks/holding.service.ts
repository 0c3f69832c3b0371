import { Injectable } from '@nestjs/common';
import { ClockStore } from '../../clocks/clock.store.js';
import { ConfigurationService } from '../../configuration/configuration.service.js';
import type { EventData } from '../../events/event.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import type { Actor } from '../../platform/values/actor.js';
import { type Instant, isoOrNull } from '../../platform/values/duration.js';
import { endOf, goesBySource, type Hold, holdOn, isInForce } from '../../sla/hold.js';
import { HoldStore } from '../../sla/hold.store.js';
import type { LeadCase } from '../lead-case.js';
import { LeadCases } from '../lead-cases.service.js';
import type { UnitOfWork } from '../unit-of-work.js';

/** The actor who changes a hold, and when. */
interface Acting {
  readonly actor: Actor;
  readonly now: Instant;
}

/** Returns the hold that covers a lead. @param at now or later; now by default */
type HoldOnLead = (leadCase: LeadCase, at?: Instant) => Hold | null;

/** Begins and ends holds on enforcement, and finds the hold that covers a lead. */
@Injectable()
export class Holding {
  constructor(
    private readonly holds: HoldStore,
    private readonly clocks: ClockStore,
    private readonly configuration: ConfigurationService,
    private readonly cases: LeadCases,
  ) {}

  /**
   * Returns a function that finds the hold that covers a lead now or at a later instant; null if enforcement goes on.
   */
  async on(sql: Sql, work: UnitOfWork, cases: readonly LeadCase[]): Promise<HoldOnLead> {
    const holds = work.directory.holdsAt(work.now);
    if (holds.length === 0) return () => null;
    // The source of leads is read only if a hold depends on it.
    if (holds.some(goesBySource)) await this.cases.readDocuments(sql, cases);
    const { sources } = work.directory.content;
    return ({ lead, document }, at = work.now) =>
      holdOn(
        holds.filter((hold) => isInForce(hold, at)),
        { ...lead, source: document == null ? null : sources.codeOf(document.source) },
      );
  }

  /** Begins a hold, and the clock that ends it. @param facts further data of the event */
  async begin(tx: Tx, hold: Hold, { actor, now }: Acting, facts: EventData = {}): Promise<void> {
    const { id, scope, until, by } = hold;
    await this.holds.insert(tx, hold);
    await this.clocks.addTimers(tx, [{ id, kind: 'hold', at: endOf(hold), now }]);
    const data = { scope, until: isoOrNull(until), by, ...facts };
    await this.configuration.record(tx, { type: 'hold.begun', kind: 'hold', id, at: now, actor, data });
  }

  /** @returns the hold; undefined if none with the id is still running */
  async end(tx: Tx, id: string, why: 'over' | 'deleted', { actor, now }: Acting): Promise<Hold | undefined> {
    const hold = await this.holds.end(tx, id, why, now);
    if (hold === undefined) return undefined;
    await this.configuration.record(tx, { type: 'hold.ended', kind: 'hold', id, at: now, actor, data: { why } });
    return hold;
  }
}
