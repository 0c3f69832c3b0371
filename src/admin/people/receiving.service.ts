import { Injectable } from '@nestjs/common';
import type { Static } from '@sinclair/typebox';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { namesOf } from '../../leads/names.js';
import { RoutingService } from '../../lifecycle/routing.service.js';
import { Database } from '../../platform/database.js';
import { type Instant, type Interval, toIso } from '../../platform/instant.js';
import { TimeSource } from '../../platform/time-source.js';
import { withinReach } from '../../routing/reach.js';
import { type Receiving, receivingOf } from '../../routing/receiving.js';
import type { ReceivingSchema } from './rep.schema.js';

/** Says of reps whether they get leads now, by the configuration, the loads and the time as they are when it is asked. */
@Injectable()
export class ReceivingService {
  constructor(
    private readonly database: Database,
    private readonly directories: DirectoryService,
    private readonly routing: RoutingService,
    private readonly time: TimeSource,
  ) {}

  /** Adds it to each, in a few statements for all. */
  async addTo<Rep extends { readonly id: string }>(reps: readonly Rep[]): Promise<Rep[]> {
    if (reps.length === 0) return [];
    const directory = await this.directories.now();
    const repIds = reps.map(({ id }) => id);
    const { fallbackPoolId } = directory.content.rulebook;
    const rules = reachable(directory.content.rulebook.rules);
    const { pools } = directory.content;
    const targets = [...rules.map(({ assign }) => assign), null].map((target) => ({ target }));
    const roster = await this.routing.readRoster(this.database, directory, this.time.now(), {
      among: poolsOf(directory, repIds),
    });
    const receiving = receivingOf(repIds, roster, {
      poolIds: withinReach(targets, { pools, fallbackPoolId }).poolIds,
      namedRepIds: new Set(rules.flatMap(({ assign }) => ('repId' in assign ? [assign.repId] : []))),
      backFrom: (repId, at) => backFrom(directory.absencesOf(repId), at),
      poolName: namesOf(directory).pool,
    });
    return reps.map((rep, index) => ({ ...rep, receiving: view(receiving[index]!) }));
  }
}

/** @param absences in order, and joined where they meet */
function backFrom(absences: readonly Interval[], at: Instant): Instant {
  return absences.find(({ from, to }) => from <= at && at < to)?.to ?? at;
}

/** Rules up to the first that matches every lead: those after it are never asked. */
function reachable<Rule extends { readonly condition: { readonly matchesAll: boolean } }>(rules: readonly Rule[]) {
  const last = rules.findIndex(({ condition }) => condition.matchesAll);
  return last === -1 ? rules : rules.slice(0, last + 1);
}

/** The pools that these reps are in; and with them all members, because who is at work decides for who is not. */
function poolsOf({ content }: Directory, repIds: readonly string[]) {
  const asked = new Set(repIds);
  const pools = [...content.pools.values()].filter(({ members }) => members.some(({ repId }) => asked.has(repId)));
  const members = pools.flatMap((pool) => pool.members.map(({ repId }) => repId));
  return { poolIds: new Set(pools.map(({ id }) => id)), repIds: new Set([...repIds, ...members]) };
}

function view({ until, ...rest }: Receiving): Static<typeof ReceivingSchema> {
  return { ...rest, ...(until !== undefined && { until: toIso(until) }) };
}
