import { Injectable } from '@nestjs/common';
import type { Directory } from '../../directory/directory.js';
import { LifecycleService } from '../../lifecycle/lifecycle.service.js';
import { TellingOfActs } from '../../lifecycle/news/telling-of-acts.service.js';
import { type HandedOverPart, OffboardingParts } from '../../lifecycle/offboarding-parts.service.js';
import { leadSuccessorOf, type OffboardBody, successorOf } from '../../people/offboarding.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Actor } from '../../platform/values/actor.js';
import type { Instant } from '../../platform/values/duration.js';
import { DeparturesService } from './departures.service.js';
import { isBelow } from './leaving.js';
import { LeavingLeads } from './leaving-leads.service.js';
import { Memberships } from './memberships.service.js';

/** Who is offboarded, how and by whom: asked for now, or by the plan that is due. */
export interface OffboardRequest {
  readonly repId: string;
  readonly body: OffboardBody;
  readonly actor: Actor;
}

/** Hands over what reps have who leave, and ends their access. */
@Injectable()
export class HandingOver {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly leads: LeavingLeads,
    private readonly parts: OffboardingParts,
    private readonly memberships: Memberships,
    private readonly departures: DeparturesService,
    private readonly telling: TellingOfActs,
  ) {}

  /** Hands over to successors who are still there: leads go where the rules say without one, and the rest stays. */
  async carryOut(
    tx: Tx,
    directory: Directory,
    now: Instant,
    { repId, body, actor }: OffboardRequest,
  ): Promise<Record<string, number>> {
    for (const part of this.parts.inOrder) await part.lock?.(tx);
    const inherited = new Map<string, { count: number; one: string; many: string }[]>();
    const leadsOf = new Map<string, readonly string[]>();
    const handedOver: Record<string, number> = {};
    const report = (to: string, count: number, one: string, many: string) =>
      inherited.set(to, [...(inherited.get(to) ?? []), { count, one, many }]);
    const target = leadSuccessorOf(body);
    const isThere =
      target !== undefined &&
      ('poolId' in target ? directory.pool(target.poolId) !== undefined : isActive(target.repId, directory));
    if (isThere) {
      const got = await this.leads.handOver(tx, { directory, now }, { repId, to: target, actor });
      handedOver.leads = [...got.values()].reduce((sum, theirs) => sum + theirs.length, 0);
      for (const [to, theirs] of got) {
        if (to === null) continue;
        report(to, theirs.length, 'lead', 'leads');
        leadsOf.set(to, theirs);
      }
    }
    const work = this.lifecycle.workOn([], { directory, now }, actor);
    const follows: HandedOverPart[] = [];
    for (const part of this.parts.inOrder) {
      const to = successorOf(body, part.name);
      if (to === undefined || !isActive(to, directory)) continue;
      const given = await part.handOver(tx, work, repId, to);
      follows.push(given);
      const { count } = given;
      handedOver[part.name] = count;
      if (count > 0) report(to, count, part.one, part.name);
    }
    const firstDue = await this.telling.firstDues(tx, leadsOf);
    for (const [to, counts] of inherited) {
      const { about, data } = firstDue(to);
      work.notify(to, 'rep.inherited', about, { fromRepId: repId, counts, ...data });
    }
    await this.lifecycle.save(tx, work);
    const later = this.lifecycle.workOn([], { directory, now }, actor);
    for (const each of follows) await each.follow?.(later);
    await this.lifecycle.save(tx, later);
    const managerId = body.reports?.managerId?.toLowerCase() ?? null;
    // Since the plan was made, the new manager may have left, or have come to be below the leaver.
    const canManage = managerId !== null && isActive(managerId, directory) && !isBelow(managerId, repId, directory);
    await this.memberships.end(tx, directory, { repId, managerId: canManage ? managerId : null, actor, now });
    const turn = {
      repId,
      wasActive: directory.rep(repId)!.active,
      isActive: false,
      openLeads: isThere ? undefined : ('reassignAll' as const),
    };
    await this.departures.carryOut(tx, [turn], { actor, now, begin: () => undefined });
    return handedOver;
  }
}

function isActive(repId: string, directory: Directory): boolean {
  return directory.rep(repId)?.active === true;
}
