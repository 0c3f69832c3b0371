import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, In } from 'typeorm';
import type { ResourceKind } from '../../configuration/resource.kind.js';
import { ResourceService } from '../../configuration/resource.service.js';
import type { ResourceRow } from '../../configuration/resource.table.js';
import { bodyOf } from '../../configuration/resource.view.js';
import type { Directory } from '../../directory/directory.js';
import type { Tx } from '../../platform/sql/database.js';
import type { Actor } from '../../platform/values/actor.js';
import type { Instant } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import type { PoolMembers } from '../../routing/pools/membership.js';
import { POOL } from '../routing/pool.kind.js';
import { REP } from './rep.kind.js';
import { TEAM } from './team.kind.js';

interface Leaver {
  readonly repId: string;
  /** The next manager of the leaver's reports; null for none. */
  readonly managerId: string | null;
  readonly actor: Actor;
  readonly now: Instant;
}

/** Removes a leaver from pools and teams, gives their reports another manager, and sets them inactive. */
@Injectable()
export class Memberships {
  constructor(private readonly resources: ResourceService) {}

  async end(tx: Tx, { content }: Directory, leaver: Leaver): Promise<void> {
    const { repId, managerId } = leaver;
    // Pools before teams: a pool's weights may name only members of its team.
    await this.update(tx, POOL, [...content.pools.keys()], leaver, (body) => ({
      ...body,
      members: withoutMember(body.members, repId),
    }));
    const teams = content.teams.filter((team) => team.managerId === repId || team.repIds.includes(repId));
    await this.update(
      tx,
      TEAM,
      teams.map(({ id }) => id),
      leaver,
      (body) => ({
        ...withManager(body, repId, managerId),
        repIds: body.repIds.filter((id) => id !== repId),
      }),
    );
    const reports = [...content.reps.values()].filter((rep) => rep.managerId === repId);
    await this.update(tx, REP, pluck(reports, 'id'), leaver, (body) => withManager(body, repId, managerId));
    await this.update(tx, REP, [repId], leaver, (body) => ({ ...body, active: false }));
  }

  private async update<E extends ResourceRow, B extends object>(
    tx: Tx,
    kind: ResourceKind<E, B>,
    ids: readonly string[],
    { actor, now }: Leaver,
    next: (body: B) => B,
  ): Promise<void> {
    if (ids.length === 0) return;
    for (const row of await tx.repository(kind.table).findBy({ id: In(ids) } as FindOptionsWhere<E>)) {
      const body = next(bodyOf(kind, row));
      const taken = { body, faults: [], ifMatch: null, isAsRead: false };
      await this.resources.update(kind, tx, { ...taken, id: row.id, actor, now });
    }
  }
}

function withoutMember(members: PoolMembers, repId: string): PoolMembers {
  if ('teamId' in members) return { ...members, weights: members.weights.filter((each) => each.repId !== repId) };
  return members.filter((each) => each.repId !== repId);
}

function withManager<Body extends { readonly managerId?: string }>(
  body: Body,
  repId: string,
  managerId: string | null,
): Body {
  if (body.managerId !== repId) return body;
  const { managerId: _, ...rest } = body;
  return (managerId === null ? rest : { ...rest, managerId }) as Body;
}
