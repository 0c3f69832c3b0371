import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { ConfigurationStore } from '../../configuration/configuration.store.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { namesOf } from '../../leads/lead.js';
import { RoutingService } from '../../lifecycle/routing.service.js';
import { Database } from '../../platform/database.js';
import { toIso } from '../../platform/duration.js';
import { instantOf } from '../../platform/formats.js';
import { newId } from '../../platform/ids.js';
import { NotFoundError } from '../../platform/refusal.js';
import { TimeSource } from '../../platform/time-source.js';
import { decide } from '../../routing/decision.js';
import { renderTrace } from '../../routing/trace-reading.js';
import { sightOfMembers } from './fairness.service.js';
import type { RosterQuery } from './pool.schema.js';

/** Who may get leads of a pool, as the decision about a lead that asks nothing in particular finds it; nothing is written. */
@Injectable()
export class RosterService {
  constructor(
    private readonly database: Database,
    private readonly configuration: ConfigurationStore,
    private readonly directories: DirectoryService,
    private readonly routing: RoutingService,
    private readonly time: TimeSource,
  ) {}

  /** @throws NotFoundError also if the key may see none of its members */
  async read(id: string, { at: asked }: RosterQuery, caller: Caller) {
    return this.database.transaction(async (tx) => {
      // As in earnest: no change of configuration between what is read of it and what is read of its people.
      await this.configuration.lockShared(tx);
      const directory = await this.directories.current(tx);
      const pool = directory.pool(id);
      const isSeen = pool === undefined ? null : sightOfMembers(pool.members, directory, caller);
      if (pool === undefined || isSeen === null) throw new NotFoundError('pool', id);
      const now = this.time.now();
      const at = asked === undefined ? now : instantOf(asked);
      // Who had what in the past is not known; a later day begins with its own count.
      const roster = await this.routing.readRoster(tx, directory, at, { loadsAt: Math.max(at, now) });
      const request = {
        leadId: newId(now),
        kind: 'route',
        target: { poolId: pool.id },
        rule: null,
        earlierOwners: [],
      } as const;
      const { decisions, snapshot } = decide([request], roster);
      const { candidates, winner, because } = renderTrace(snapshot, decisions[0]!.trace);
      const members = candidates.filter(({ poolId }) => poolId === pool.id);
      const names = namesOf(directory);
      const seen = members.filter(({ repId }) => isSeen(repId));
      return {
        at: toIso(at),
        // What they are behind their share by includes a lead that nobody has sent.
        data: seen.map(({ poolId: _, credit: __, loadPerWeight: ___, repId, ...member }) => ({
          ...{ repId, label: names.rep(repId) },
          ...member,
        })),
        others: members.length - seen.length,
        nextRepId: winner !== null && isSeen(winner) ? winner : null,
        because,
      };
    });
  }
}
