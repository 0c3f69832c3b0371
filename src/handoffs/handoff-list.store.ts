import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/database.js';
import type { Handoff, HandoffState } from './handoff.js';
import { HANDOFF_COLUMNS } from './handoff.store.js';

export interface HandoffFilter {
  readonly state?: HandoffState;
  readonly kindId?: string;
  readonly receiverRepId?: string;
  readonly dealId?: string;
  readonly accountId?: string;
}

/** Who looks: all, or those that some reps are a party to, in teams that receive. */
export interface ListSight {
  readonly all: boolean;
  readonly repIds: readonly string[];
  /** The teams of these reps. */
  readonly teamIds: readonly string[];
}

/** Handoffs as they are listed and named. */
@Injectable()
export class HandoffListStore {
  /** As they were made, after an id. */
  async readPage(
    sql: Sql,
    { state, kindId, receiverRepId, dealId, accountId }: HandoffFilter,
    { all, repIds, teamIds }: ListSight,
    after: string | null,
    limit: number,
  ): Promise<Handoff[]> {
    const { rows } = await sql.query<Handoff>(
      `select ${HANDOFF_COLUMNS}
         from handoff left join deal on deal.id = handoff.deal_id left join account on account.id = handoff.account_id
        where ($1::uuid is null or handoff.id > $1)
          and ($2::text is null or handoff.state = $2)
          and ($3::uuid is null or handoff.kind_id = $3)
          and ($4::uuid is null or exists (
            select from handoff_receiver where handoff_id = handoff.id and owner_rep_id = $4))
          and ($5::uuid is null or handoff.deal_id = $5)
          and ($6::uuid is null or handoff.account_id = $6)
          and ($7 or handoff.giver_rep_id = any ($8::uuid[])
            or handoff.giver_rep_id is null and (case when handoff.deal_id is not null and handoff.starts_on in ('deal.won', 'manual') then deal.owner_rep_id
                else coalesce(account.owner_rep_id, deal.owner_rep_id) end) = any ($8::uuid[])
            or handoff.exception_decider_rep_id = any ($8::uuid[])
            or exists (select from handoff_receiver where handoff_id = handoff.id and owner_rep_id = any ($8::uuid[]))
            or exists (
              select from resource_version as kind
               where kind.kind = 'handoffKind' and kind.resource_id = handoff.kind_id
                 and kind.version = coalesce(handoff.kind_version,
                   (select max(version) from handoff_kind_form where kind_id = handoff.kind_id))
                 and ((kind.body->'escalation'->>'deciderRepId')::uuid = any ($8::uuid[])
                   or handoff.giver_rep_id is not null and exists (
                     select from jsonb_array_elements(kind.body->'receivers') as receiver
                      where (receiver->>'teamId')::uuid = any ($9::uuid[])
                         or (receiver->>'ownerOfDoneRepId')::uuid = any ($8::uuid[])))))
        order by handoff.id limit $10`,
      [
        after,
        state ?? null,
        kindId ?? null,
        receiverRepId ?? null,
        dealId ?? null,
        accountId ?? null,
        all,
        repIds,
        teamIds,
        limit,
      ],
    );
    return rows;
  }

  /** The same where many look: by the account, because a deal may be called by the name of a person. */
  async readAccountNames(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const { rows } = await sql.query<{ id: string; kind: string | null; about: string | null }>(
      `select handoff.id, handoff_kind.name as kind, account.name as about
         from handoff
         left join handoff_kind on handoff_kind.id = kind_id
         left join account on account.id = handoff.account_id
        where handoff.id = any ($1::uuid[])`,
      [ids],
      'handoff-account-names',
    );
    return new Map(
      rows.map(({ id, kind, about }) => [id, `${kind ?? 'Handoff'}${about === null ? '' : `: ${about}`}`]),
    );
  }

  /** What people call handoffs: by their kind, and what they are about. */
  async readNames(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    if (ids.length === 0) return new Map();
    const { rows } = await sql.query<{ id: string; kind: string | null; about: string | null }>(
      `select handoff.id, handoff_kind.name as kind, coalesce(deal.name, account.name) as about
         from handoff
         left join handoff_kind on handoff_kind.id = kind_id
         left join deal on deal.id = deal_id
         left join account on account.id = handoff.account_id
        where handoff.id = any ($1::uuid[])`,
      [ids],
      'handoff-names',
    );
    return new Map(rows.map(({ id, kind, about }) => [id, `“${kind ?? 'Handoff'}” of ${about ?? 'a deal'}`]));
  }
}
