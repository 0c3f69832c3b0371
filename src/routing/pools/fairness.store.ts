import { Injectable } from '@nestjs/common';
import { Database } from '../../platform/sql/database.js';
import type { Day } from '../../platform/values/day.js';
import type { Instant } from '../../platform/values/duration.js';
import { type TurnCounts, turnsSince } from './fairness.js';

/** Days from one up to another, exclusive; null for no bound. */
export interface Days {
  readonly from: Day | null;
  readonly to: Day | null;
}

/** The turns of a member in some days. `credit` is the present one, whatever the days. */
export interface MemberTurns extends TurnCounts {
  readonly poolId: string;
  readonly repId: string;
  readonly credit: number;
  readonly lastAssignedAt: Instant | null;
}

interface Row extends Omit<MemberTurns, keyof TurnCounts> {
  readonly now: TurnCounts;
  readonly begins: TurnCounts | null;
  readonly ends: TurnCounts | null;
}

const NO_TURNS: TurnCounts = { shareDue: 0, leadsGot: 0, missed: {} };
const turns = (of: string) =>
  `jsonb_build_object('shareDue', ${of}.share_due, 'leadsGot', ${of}.leads_got, 'missed', ${of}.missed)`;
/** The first standing recorded from a day on: nothing happened between the beginning of the day and it. */
const firstFrom = (parameter: string) =>
  `(select ${turns('standing')} from pool_standing as standing
     where standing.pool_id = member.pool_id and standing.rep_id = member.rep_id and day >= ${parameter}::date
     order by day limit 1)`;

@Injectable()
export class FairnessStore {
  constructor(private readonly database: Database) {}

  /** Returns the members of pools, in their order, with their turns in some days. */
  async read(poolIds: readonly string[], { from, to }: Days): Promise<MemberTurns[]> {
    const rows = await this.database.reads.rows<Row>(
      `select pool_id as "poolId", rep_id as "repId", credit, last_assigned_at as "lastAssignedAt", ${turns('member')} as now,
              ${firstFrom('$2')} as begins, ${firstFrom('$3')} as ends
         from pool_member as member where pool_id = any ($1::uuid[]) order by pool_id, position`,
      [poolIds, from, to],
      'fairness-read',
    );
    return rows.map(({ now, begins, ends, ...member }) => {
      const before = from === null ? NO_TURNS : (begins ?? now);
      return { ...member, ...turnsSince(before, to === null ? now : (ends ?? now)) };
    });
  }
}
