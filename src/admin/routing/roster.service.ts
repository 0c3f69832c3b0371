import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { ConfigurationStore } from '../../configuration/configuration.store.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { namesOf } from '../../leads/lead.js';
import { RoutingDecisions } from '../../lifecycle/routing/routing-decisions.service.js';
import { instantOf } from '../../platform/input/formats.js';
import { NotFoundError } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { toIso } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import { decide } from '../../routing/deciding/decision.js';
import { renderTrace } from '../../routing/deciding/trace-reading.js';
import { sightOfMembers } from './fairness.service.js';
import type { RosterQuery } from './pool.schema.js';

/** The reason has the figures of the member who is next. */
const ANOTHER = 'Another member is next.';

/** Shows who may get leads of a pool, by the decision on a made-up lead without needs. Writes nothing. */
@Injectable()
export class RosterService {
  constructor(
    private readonly database: Database,
    private readonly configuration: ConfigurationStore,
    private readonly directories: DirectoryService,
    private readonly routing: RoutingDecisions,
    private readonly time: TimeSource,
  ) {}

  /** @throws NotFoundError also if the key may see none of its members */
  async read(id: string, { at: requested }: RosterQuery, caller: Caller) {
    return this.database.transaction(async (tx) => {
      // As in real routing, the shared lock keeps configuration from changing between the reads.
      await this.configuration.lockShared(tx);
      const now = this.time.now();
      const at = requested === undefined ? now : instantOf(requested);
      const directory = await this.directories.foreseen(tx, at);
      const pool = directory.pool(id);
      const isSeen = pool === undefined ? null : sightOfMembers(pool.members, directory, caller);
      if (pool === undefined || isSeen === null) throw new NotFoundError('pool', id);
      // Past loads are not known, so the present ones are used; a future day starts with its own count.
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
        // The decision's credit is left out: it includes the made-up lead.
        data: seen.map(({ poolId: _, credit: __, loadPerWeight: ___, repId, ...member }) => ({
          repId,
          label: names.rep(repId),
          ...member,
        })),
        others: members.length - seen.length,
        nextRepId: winner !== null && isSeen(winner) ? winner : null,
        because: winner === null || isSeen(winner) ? because : ANOTHER,
      };
    });
  }
}
