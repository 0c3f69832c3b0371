import { Injectable } from '@nestjs/common';
import type { Static } from '@sinclair/typebox';
import { inLocalWords } from '../../calendar/zone.js';
import type { Directory } from '../../directory/directory.js';
import { namesOf } from '../../leads/lead.js';
import { LeadAccounts } from '../../lifecycle/lead-accounts.service.js';
import { RoutingDecisions } from '../../lifecycle/routing/routing-decisions.service.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { type Instant, type Interval, toIso } from '../../platform/values/duration.js';
import { partition } from '../../platform/values/group.js';
import { poolsUpTo, type Reach } from '../../routing/deciding/roster.js';
import { type ReceivingState, receivingOf } from '../../routing/pools/receiving.js';
import type { Target } from '../../routing/rules/rules.js';
import type { ReceivingSchema } from './rep.schema.js';

/** Reports whether reps get leads now, by the present configuration, loads and time. */
@Injectable()
export class ReceivingService {
  constructor(
    private readonly database: Database,
    private readonly routing: RoutingDecisions,
    private readonly accounts: LeadAccounts,
    private readonly time: TimeSource,
  ) {}

  /** Adds `receiving` to each rep. @param directory the present one, or that of a rehearsed change */
  async addTo<Rep extends { readonly id: string }>(reps: readonly Rep[], directory: Directory): Promise<Rep[]> {
    if (reps.length === 0) return [];
    const repIds = reps.map(({ id }) => id);
    const targets = targetsOf(directory);
    const roster = await this.routing.readRoster(this.database, directory, this.time.now(), {
      among: amongOf(directory, repIds, targets),
    });
    const holders = await this.accounts.findHolders(this.database, repIds, directory);
    const receiving = receivingOf(repIds, roster, {
      targets,
      holders,
      backFrom: (repId, at) => backFrom(directory.absencesOf(repId), at),
      names: { ...namesOf(directory), when: (at, repId) => inLocalWords(at, directory.timeZoneOf(repId)) },
    });
    return reps.map((rep, index) => ({ ...rep, receiving: view(receiving[index]!) }));
  }
}

/** @param absences in order, merged where they meet */
function backFrom(absences: readonly Interval[], at: Instant): Instant {
  return absences.find(({ from, to }) => from <= at && at < to)?.to ?? at;
}

/**
 * Returns the targets of rules for incoming leads up to the first that matches every lead, because later rules are
 * never reached; then those of rules for milestones, which are evaluated separately.
 */
function targetsOf({ content }: Directory): (Target | null)[] {
  const routing = content.rulebook.rules.filter(({ closes, goesOn }) => closes === null && !goesOn);
  const [rules, ofMilestones] = partition(routing, ({ on }) => on === 'intake');
  const handedOver = ofMilestones.map(({ assign }) => assign);
  const last = rules.findIndex(({ condition }) => condition.matchesAll);
  return last === -1
    ? [...rules.map(({ assign }) => assign), null, ...handedOver]
    : [...rules.slice(0, last + 1).map(({ assign }) => assign), ...handedOver];
}

/** Returns the pools of these reps and those tried before them, with all members, whose availability decides. */
function amongOf({ content }: Directory, repIds: readonly string[], targets: readonly (Target | null)[]): Reach {
  const { pools, rulebook } = content;
  const wanted = new Set(repIds);
  const theirs = [...pools.values()].filter(({ members }) => members.some(({ repId }) => wanted.has(repId)));
  const poolIds = poolsUpTo(new Set(theirs.map(({ id }) => id)), targets, {
    pools,
    fallbackPoolId: rulebook.fallbackPoolId,
  });
  const members = [...poolIds].flatMap((poolId) => pools.get(poolId)!.members.map(({ repId }) => repId));
  const named = targets.flatMap((target) => (target !== null && 'repId' in target ? target.repId : []));
  return { poolIds, repIds: new Set([...repIds, ...members, ...named]) };
}

function view({ until, ...rest }: ReceivingState): Static<typeof ReceivingSchema> {
  return { ...rest, ...(until !== undefined && { until: toIso(until) }) };
}
