import { Injectable } from '@nestjs/common';
import { ConfigurationStore } from '../../configuration/configuration.store.js';
import type { Directory } from '../../directory/directory.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { system } from '../../platform/values/actor.js';
import type { Instant } from '../../platform/values/duration.js';
import type { Hold } from '../../sla/hold.js';
import { HoldStore, StormStore } from '../../sla/hold.store.js';
import {
  admit,
  countedSince,
  type MoveByMiss,
  type StormBreakerSettings as Settings,
  StormForecast,
} from '../../sla/storm.js';
import type { LeadCase } from '../lead-case.js';
import { Router } from '../routing/router.service.js';
import type { UnitOfWork } from '../unit-of-work.js';
import { Holding } from './holding.service.js';

/** A lead that is to move because of a breach. */
export interface Move extends MoveByMiss {
  readonly leadCase: LeadCase;
}

/** The leads that may not move, and the hold that stops them. */
interface HeldBack {
  readonly held: ReadonlySet<LeadCase>;
  readonly hold: Hold | null;
}

const NOTHING: HeldBack = { held: new Set(), hold: null };

/**
 * Stops moves by breach when there are too many at once, until a person lets them go on. It counts under the routing
 * lock, which every move takes, so it is exact on any number of nodes (docs/adr/0020).
 */
@Injectable()
export class StormBreaker {
  /** The moves of a unit of work that are counted if they take place. */
  private readonly counted = new WeakMap<UnitOfWork, readonly Move[]>();

  constructor(
    private readonly router: Router,
    private readonly storms: StormStore,
    private readonly holds: HoldStore,
    private readonly holding: Holding,
    private readonly configuration: ConfigurationStore,
  ) {}

  /**
   * Holds back the moves for which there is no room, and stops all that follow. Takes the routing lock if any lead is
   * to move.
   * @param moves returns those of the present moment, in the order in which they may go
   */
  async holdBack(tx: Tx, work: UnitOfWork, moves: () => readonly Move[]): Promise<HeldBack> {
    const breaker = work.directory.content.settings.stormBreaker;
    if (breaker === null || !moves().some(isInEarnest)) return NOTHING;
    const { held, hold } = await this.admit(tx, work, breaker, () => moves().filter(isInEarnest));
    if (held.length === 0) return NOTHING;
    return { held: casesOf(held), hold: hold ?? (await this.stop(tx, work, breaker)) };
  }

  /**
   * Holds back moves of waiting leads, for which there may be no new owner yet. As long as some may go, the others go
   * on waiting.
   * @returns the leads that may not move
   */
  async holdBackWaiting(tx: Tx, work: UnitOfWork, moves: readonly Move[]): Promise<ReadonlySet<LeadCase>> {
    const breaker = work.directory.content.settings.stormBreaker;
    const inEarnest = moves.filter(isInEarnest);
    if (breaker === null || inEarnest.length === 0) return NOTHING.held;
    const { held, hold, counted } = await this.admit(tx, work, breaker, () => inEarnest);
    if (held.length > 0 && counted.length === 0 && hold === null) await this.stop(tx, work, breaker);
    return casesOf(held);
  }

  /**
   * Returns a forecast of the moves that it would let through; null if it is off. Does not consider a hold of its own
   * that is on already.
   */
  async foresee(sql: Sql, { content }: Directory, now: Instant): Promise<StormForecast | null> {
    const { stormBreaker } = content.settings;
    if (stormBreaker === null) return null;
    return new StormForecast(stormBreaker, await this.storms.readTallies(sql, countedSince(stormBreaker, now)));
  }

  /** Counts the moves of a unit of work that took place. */
  count(tx: Tx, work: UnitOfWork): void {
    const moved = (this.counted.get(work) ?? []).filter(
      ({ leadCase: { lead, before } }) => lead.breachMoves > before!.breachMoves,
    );
    if (moved.length > 0) tx.send(this.storms.add(tx, moved.length, work.now));
  }

  private async admit(tx: Tx, work: UnitOfWork, breaker: Settings, moves: () => readonly Move[]) {
    work.advanceTo(await this.router.lock(tx));
    const { holdId, ...state } = await this.storms.read(tx, countedSince(breaker, work.now));
    const wanted = moves();
    // Another node has stopped everything while this one was waiting for the lock.
    if (holdId !== null) return { counted: [], held: wanted, hold: (await this.holds.find(tx, holdId))! };
    const { counted, held } = admit(wanted, breaker, state);
    this.counted.set(work, counted);
    return { counted, held, hold: null };
  }

  /**
   * Begins a hold on all leads, and notifies once those who can act on it. Units of work on other nodes that began
   * before do not see the hold; their moves are stopped where they are counted.
   */
  private async stop(tx: Tx, work: UnitOfWork, { moves, per }: Settings): Promise<Hold> {
    const { now } = work;
    const hold: Hold = {
      id: work.newId(),
      scope: 'all',
      until: null,
      reason: null,
      by: 'stormBreaker',
      createdAt: now,
    };
    await this.holding.begin(tx, hold, { actor: system('stormBreaker'), now }, { moves, per });
    await this.configuration.bumpRevision(tx);
    for (const repId of work.directory.alerted)
      work.notify(repId, 'enforcement.stopped', null, { holdId: hold.id, moves, per });
    return hold;
  }
}

/** Reports whether a move counts. Test leads neither count nor are held back. */
function isInEarnest({ leadCase }: Move): boolean {
  return !leadCase.lead.test;
}

function casesOf(moves: readonly Move[]): ReadonlySet<LeadCase> {
  return new Set(moves.map(({ leadCase }) => leadCase));
}
