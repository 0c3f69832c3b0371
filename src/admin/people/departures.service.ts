import { Injectable } from '@nestjs/common';
import { AuthService } from '../../auth/auth.service.js';
import { ClockStore } from '../../clocks/clock.store.js';
import { ConfigurationService } from '../../configuration/configuration.service.js';
import { consequencesOf, type RepChange } from '../../people/departure.js';
import { OffboardingStore } from '../../people/offboarding.store.js';
import { OpenLeadsError } from '../../people/rep.errors.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Actor } from '../../platform/values/actor.js';
import type { Instant } from '../../platform/values/duration.js';
import { RosterStore } from '../../routing/deciding/roster.store.js';

/** The change of configuration that sets reps active or inactive. */
interface ActivityChange {
  readonly actor: Actor;
  readonly now: Instant;
  readonly begin: () => void;
}

/**
 * Carries out what follows when reps are set inactive, by whichever route: their keys are revoked, and a timer moves
 * their leads as the request says. Planned offboardings are cancelled, also for reps who come back. Changes of
 * configuration run alone, so no rep gets a lead between the count and the commit.
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
   * Writes the consequences of a change, in its transaction.
   * @throws OpenLeadsError if the change does not say what becomes of a rep's open leads
   * @throws LastAdminKeyError if no key would be left that can create another
   */
  async carryOut(tx: Tx, turns: readonly RepChange[], { actor, now, begin }: ActivityChange): Promise<void> {
    const inactive = turns.filter(({ isActive }) => !isActive).map(({ repId }) => repId);
    const { refused, left, returned, moving, stated } = consequencesOf(
      turns,
      await this.rosters.readOpen(tx, inactive),
    );
    for (const { repId, load } of refused) throw new OpenLeadsError(repId, load);
    const under = await this.clocks.runningTimers(tx, 'departure', [...new Set([...stated, ...left, ...returned])]);
    if (left.length + returned.length + moving.length + under.length === 0) return;
    begin();
    const unplanned = await this.plans.deleteMany(tx, under);
    await this.clocks.cancelTimers(tx, 'departure', under, 'setAnew', now);
    await this.clocks.addTimers(
      tx,
      moving.map((departure) => ({ ...departure, kind: 'departure', at: now, now })),
    );
    await this.auth.revokeOfReps(tx, left, now);
    const common = { kind: 'rep', at: now, actor } as const;
    const later = [...new Set([...moving.map(({ repId }) => repId), ...under])].filter(
      (repId) => !left.includes(repId) && !returned.includes(repId) && !unplanned.includes(repId),
    );
    const openLeadsOf = new Map(turns.map(({ repId, openLeads }) => [repId, openLeads]));
    // Recorded separately, because the next call records further events of the same reps.
    await this.configuration.recordMany(
      tx,
      unplanned.map((id) => ({
        ...common,
        type: 'config.changed' as const,
        id,
        data: { kind: 'offboarding', change: 'deleted' },
      })),
    );
    await this.configuration.recordMany(tx, [
      ...left.map((id) => ({ ...common, type: 'rep.away' as const, id, data: { cause: 'deactivated' } })),
      ...returned.map((id) => ({ ...common, type: 'rep.back' as const, id, data: { cause: 'reactivated' } })),
      ...later.map((id) => ({
        ...common,
        type: 'config.changed' as const,
        id,
        data: { kind: 'departure', change: 'created', openLeads: openLeadsOf.get(id) },
      })),
    ]);
  }

  /** Deletes the rep's planned offboarding and its timer, once it is carried out or replaced. */
  async endPlanned(tx: Tx, repId: string, now: Instant): Promise<void> {
    await this.plans.deleteMany(tx, [repId]);
    await this.clocks.cancelTimers(tx, 'departure', [repId], 'setAnew', now);
  }

  /** Makes this node reject the keys of reps who became inactive. Called after the commit. */
  forget(turns: readonly RepChange[]): void {
    this.auth.forgetOfReps(turns.filter(({ isActive }) => !isActive).map(({ repId }) => repId));
  }
}
