import { Injectable } from '@nestjs/common';
import { AuthService } from '../../auth/auth.service.js';
import { ClockStore } from '../../clocks/clock.store.js';
import { ConfigurationService } from '../../configuration/configuration.service.js';
import { consequencesOf, type RepChange } from '../../people/departure.js';
import { OffboardingStore } from '../../people/offboarding.store.js';
import { OpenLeadsError } from '../../people/rep.errors.js';
import type { Actor } from '../../platform/actor.js';
import type { Tx } from '../../platform/database.js';
import type { Instant } from '../../platform/duration.js';
import { RosterStore } from '../../routing/roster.store.js';

/** Of the change of configuration that sets reps active or inactive. */
interface Changing {
  readonly actor: Actor;
  readonly now: Instant;
  /** Called before anything is written. */
  readonly begin: () => void;
}

/**
 * What becomes of those who are set inactive, whichever way: their keys end, and their leads go where the request says,
 * by a timer that the engine carries out as it does that of an absence. An offboarding that was planned for them is
 * cancelled, as it is of those who come back. A change of configuration is alone, so nobody
 * gets a lead between the count and the commit, and whoever routes after it knows that they are gone.
 */
@Injectable()
export class DeparturesService {
  constructor(
    private readonly configuration: ConfigurationService,
    private readonly rosters: RosterStore,
    private readonly clocks: ClockStore,
    private readonly auth: AuthService,
    private readonly plans: OffboardingStore,
  ) {}

  /**
   * Carries out what follows from a change, in its transaction.
   * @throws OpenLeadsError where nothing is said of the leads of somebody who has some
   * @throws LastAdminKeyError where no key would be left that can make another
   */
  async carryOut(tx: Tx, turns: readonly RepChange[], { actor, now, begin }: Changing): Promise<void> {
    const inactive = turns.filter(({ isActive }) => !isActive).map(({ repId }) => repId);
    const { refused, left, returned, moving, said } = consequencesOf(turns, await this.rosters.readOpen(tx, inactive));
    for (const { repId, load } of refused) throw new OpenLeadsError(repId, load);
    const under = await this.clocks.runningTimers(tx, 'departure', [...new Set([...said, ...left, ...returned])]);
    if (left.length + returned.length + moving.length + under.length === 0) return;
    begin();
    const unplanned = await this.plans.deleteMany(tx, under);
    await this.clocks.cancelTimers(tx, 'departure', under, 'setAnew', now);
    await this.clocks.addTimers(
      tx,
      moving.map((departure) => ({ ...departure, kind: 'departure', at: now, now })),
    );
    await this.auth.revokeOfReps(tx, left, now);
    const told = { kind: 'rep', at: now, actor } as const;
    const later = [...new Set([...moving.map(({ repId }) => repId), ...under])].filter(
      (repId) => !left.includes(repId) && !returned.includes(repId) && !unplanned.includes(repId),
    );
    const openLeadsOf = new Map(turns.map(({ repId, openLeads }) => [repId, openLeads]));
    // First alone: more is recorded of the same reps.
    await this.configuration.recordMany(
      tx,
      unplanned.map((id) => ({
        ...{ ...told, type: 'config.changed' as const, id },
        data: { kind: 'offboarding', change: 'deleted' },
      })),
    );
    await this.configuration.recordMany(tx, [
      ...left.map((id) => ({ ...told, type: 'rep.away' as const, id, data: { cause: 'deactivated' } })),
      ...returned.map((id) => ({ ...told, type: 'rep.back' as const, id, data: { cause: 'reactivated' } })),
      ...later.map((id) => ({
        ...{ ...told, type: 'config.changed' as const, id },
        data: { kind: 'departure', change: 'created', openLeads: openLeadsOf.get(id) },
      })),
    ]);
  }

  /** It is carried out, or is to be another. */
  async endPlanned(tx: Tx, repId: string, now: Instant): Promise<void> {
    await this.plans.deleteMany(tx, [repId]);
    await this.clocks.cancelTimers(tx, 'departure', [repId], 'setAnew', now);
  }

  /** After the commit: from then on this node takes none of their keys. */
  forget(turns: readonly RepChange[]): void {
    this.auth.forgetOfReps(turns.filter(({ isActive }) => !isActive).map(({ repId }) => repId));
  }
}
