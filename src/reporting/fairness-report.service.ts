import { Injectable } from '@nestjs/common';
import { daysOf, sightOfMembers } from '../admin/routing/fairness.service.js';
import type { Caller } from '../auth/scope.js';
import { DirectoryService } from '../directory/directory.service.js';
import { TOTAL } from '../figures/figure.js';
import { faultsOfDimensions } from '../figures/report-request.js';
import { namesOf } from '../leads/lead.js';
import { refuse } from '../platform/input/refusal.js';
import { groupBy } from '../platform/values/group.js';
import { sum, type TurnCounts } from '../routing/pools/fairness.js';
import { FairnessStore, type MemberTurns } from '../routing/pools/fairness.store.js';
import { readable } from '../routing/rules/rulebook.js';
import type { FairnessReportQuery } from './report.dto.js';

/** Reports the fairness of pools whose members the key may see. */
@Injectable()
export class FairnessReportService {
  constructor(
    private readonly directories: DirectoryService,
    private readonly members: FairnessStore,
  ) {}

  /** @throws InvalidRequestError */
  async read({ by: requested = FAIRNESS_DIMENSIONS.join(','), ...query }: FairnessReportQuery, caller: Caller) {
    const directory = await this.directories.now();
    const by = requested.split(',').filter((name) => name !== '') as FairnessDimension[];
    refuse(faultsOfDimensions(by, FAIRNESS_DIMENSIONS, 'Turns'));
    const days = daysOf(query, directory.content.settings.timeZone);
    const sights = new Map(
      [...directory.content.pools.values()].flatMap(({ id, members }) => {
        const isSeen = sightOfMembers(members, directory, caller);
        return isSeen === null ? [] : [[id, isSeen] as const];
      }),
    );
    const read = await this.members.read([...sights.keys()], days);
    const seen = read.filter(({ poolId, repId }) => sights.get(poolId)!(repId));
    const names = namesOf(directory);
    const rows = [...groupBy(seen, (turns) => Object.values(keyOf(turns, by)).join()).values()].map((turns) => {
      const key = keyOf(turns[0]!, by);
      const label = by.map((dimension) => names[dimension](key[dimension]!)).join(', ');
      return { key, label, ...together(turns) };
    });
    return {
      data: rows.sort((one, other) => (one.label < other.label ? -1 : 1)),
      total: { key: {}, label: TOTAL, ...together(seen) },
    };
  }
}

/** The dimensions of the report, each with the id of a member's turns in it. */
const ID_OF = {
  pool: ({ poolId }: MemberTurns) => poolId,
  rep: ({ repId }: MemberTurns) => repId,
};
type FairnessDimension = keyof typeof ID_OF;
const FAIRNESS_DIMENSIONS = Object.keys(ID_OF) as readonly FairnessDimension[];

type FairnessKey = Readonly<Partial<Record<FairnessDimension, string>>>;

function keyOf(turns: MemberTurns, by: readonly FairnessDimension[]): FairnessKey {
  return Object.fromEntries(by.map((dimension) => [dimension, ID_OF[dimension](turns)]));
}

function together(turns: readonly TurnCounts[]) {
  const shareDue = sum(turns.map((each) => each.shareDue));
  const shareGot = sum(turns.map((each) => each.leadsGot));
  const missed: Record<string, number> = {};
  for (const each of turns)
    for (const [why, count] of Object.entries(each.missed)) missed[why] = (missed[why] ?? 0) + count;
  return { shareDue: readable(shareDue), shareGot, credit: readable(shareDue - shareGot), missed };
}
