import { Injectable } from '@nestjs/common';
import type { Sql } from '../platform/database.js';
import type { Ref } from './accounts/account.table.js';
import { type Deal, type DealStage, IS_MISSING, isHandedOver } from './deal.js';
import { DEAL_ROW_COLUMNS } from './deal.store.js';
import type { DealSight } from './deal.view.js';
import { isSeenBy } from './deal-viewers.store.js';
import type { DealType } from './pipeline.js';

interface DealFilter {
  readonly stage?: DealStage;
  readonly ownerRepId?: string;
  readonly accountId?: string;
  readonly product?: string;
  readonly type?: DealType;
  readonly contractId?: string;
  readonly contract?: 'missing';
  readonly breached?: boolean;
  readonly handoff?: 'missing' | 'running' | 'done';
  readonly leadId?: string;
  readonly lead?: 'open';
  readonly externalId?: string;
  readonly ref?: Pick<Ref, 'system' | 'ref'>;
}

/** Finds deals for whoever asks for some. */
@Injectable()
export class DealListStore {
  /** As they were made, after an id. */
  async readPage(sql: Sql, filter: DealFilter, sight: DealSight, after: string | null, limit: number): Promise<Deal[]> {
    const { stage, ownerRepId, accountId, product, type, leadId, lead, externalId, ref: as, handoff } = filter;
    const { contractId, contract, breached } = filter;
    const { rows } = await sql.query<Deal>(
      `select ${DEAL_ROW_COLUMNS} from deal
        where ($1::uuid is null or id > $1)
          and ($2::text is null or stage = $2)
          and ($3::uuid is null or owner_rep_id = $3)
          and ($4::uuid is null or account_id = $4)
          and ($5::uuid is null or lead_id = $5)
          and ($6::text is null or external_id = $6)
          and ($7::text is null or id = (select deal_id from deal_ref where system = $7 and deal_ref.ref = $8))
          and ($9 or ${isSeenBy('deal', '$10::uuid[]')})
          and ($12::text is null or $12 = 'missing' and ${IS_MISSING} or $12 <> 'missing' and ${isHandedOver('$12')})
          and ($13::text is null or product = $13)
          and ($14::text is null or exists (
            select from lead where lead.id = deal.lead_id and lead.status = $14
               and ($2 is distinct from 'lost' or lead.decision_pending)))
          and ($15::text is null or type = $15)
          and ($16::uuid is null or contract_id = $16)
          and ($17::text is null or contract_problem is not null)
          and ($18::boolean is null or $18 = exists (
            select from clock
             where clock.deal_id = deal.id and clock.state = 'breached' and clock.met_at is null
               and clock.struck_miss_at is distinct from clock.breached_at))
        order by id limit $11`,
      [
        ...[after, stage ?? null, ownerRepId ?? null, accountId ?? null, leadId ?? null, externalId ?? null],
        ...[as?.system ?? null, as?.ref ?? null, sight.all, sight.repIds, limit, handoff ?? null, product ?? null],
        ...[lead ?? null, type ?? null, contractId ?? null, contract ?? null, breached ?? null],
      ],
    );
    return rows;
  }
}
