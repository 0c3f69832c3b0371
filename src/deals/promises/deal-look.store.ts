import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/sql/database.js';
import { insertSet } from '../../platform/sql/row-sets.js';
import type { Row } from '../../platform/sql/table.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import type { Adoption } from '../../sla/policy-news.js';
import { Looks } from '../looks.store.js';
import { DEAL_LOOK } from './deal-look.table.js';
import type { Since } from './promised-deal.js';

export type DealLook = Row<typeof DEAL_LOOK>;

const ROW = DEAL_LOOK.columns();

export const DEAL_LOOKS = new Looks(DEAL_LOOK);

/** Schedules a look at the promises of deals, for once the transaction is committed. */
export async function lookAtPromises(tx: Sql, dealIds: readonly string[], at: Instant): Promise<void> {
  if (dealIds.length === 0) return;
  await tx.query(
    `insert into deal_look (deal_id, due_at) select id, $2::timestamptz from unnest($1::uuid[]) as told (id) order by id
     on conflict (deal_id) do update set due_at = least(deal_look.due_at, excluded.due_at)`,
    [[...new Set(dealIds)], toIso(at)],
    'deal-look-at',
  );
}

/** Schedules a look at all open deals, after what policies promise about deals has changed. */
export async function lookAtAllPromises(tx: Sql, adoptions: readonly Adoption[], at: Instant): Promise<void> {
  await tx.query(
    `insert into deal_look (deal_id, due_at, adopts)
     select id, $1::timestamptz, exists (
              select from clock
               where clock.deal_id = deal.id and clock.state = 'running' and clock.policy_id = any ($2::uuid[]))
       from deal where stage = 'open' order by id
     on conflict (deal_id) do update
        set due_at = least(deal_look.due_at, excluded.due_at), adopts = deal_look.adopts or excluded.adopts`,
    [toIso(at), adoptions.map(({ policyId }) => policyId)],
    'deal-look-at-all',
  );
}

@Injectable()
export class DealLookStore {
  readonly planMany = insertSet<DealLook>(
    'deal_look',
    ROW,
    'deal-look-plan',
    'on conflict (deal_id) do update set due_at = excluded.due_at, adopts = excluded.adopts',
  );

  /** Returns the deals whose promises are to adopt the present version of their policy. */
  async readAdopting(sql: Sql, dealIds: readonly string[]): Promise<Set<string>> {
    return new Set(
      await sql.column<string>(
        'select deal_id as id from deal_look where deal_id = any ($1::uuid[]) and adopts',
        [dealIds],
        'deal-look-adopting',
      ),
    );
  }

  /** Returns when deals last changed: a look may come long after that. */
  async readSince(sql: Sql, dealIds: readonly string[]): Promise<Map<string, Since>> {
    const rows = await sql.rowsOf<Since & { id: string }>(
      `select subject_id as id, ${since('deciderAt', SAID('decisionMaker'))}, ${since('categoryAt', SAID('category'))},
              ${since('dateAt', SAID('expectedCloseAt'))}, ${since('endedAt', `type in ('deal.won', 'deal.lost')`)},
              (array_agg(case actor_type when 'rep' then actor_id end order by subject_seq desc))[1] as "changedBy"
         from event
        where subject_id = any ($1::uuid[])
          and type in ('deal.created', 'deal.updated', 'deal.won', 'deal.lost', 'deal.reopened', 'deal.touchVoided')
        group by subject_id`,
      [dealIds],
      'deal-since',
    );
    return new Map(rows.map(({ id, ...each }) => [id, each]));
  }
}

const since = (name: Exclude<keyof Since, 'changedBy'>, happened: string) =>
  `max(occurred_at) filter (where ${happened}) as "${name}"`;
const SAID = (field: string) =>
  `type = 'deal.created' or type = 'deal.updated' and (data->'fields')::jsonb ? '${field}'`;
