import { Injectable } from '@nestjs/common';
import { inputRows, namesOf, valuesOf } from '../platform/sql/columns.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { type Row, selectList } from '../platform/sql/table.js';
import type { OwnedType } from '../vocabulary/subjects.js';
import { DELIVERY_ATTEMPT } from './delivery.table.js';
import type { SettledDelivery } from './delivery-queue.store.js';

export type AttemptRow = Omit<Row<typeof DELIVERY_ATTEMPT>, 'leadId'>;

const FROM_ATTEMPT = ['at', 'tookMs', 'status', 'answer', 'problem'] as const;
const NEW = [
  DELIVERY_ATTEMPT.column('deliveryId', (row: SettledDelivery) => row.id),
  DELIVERY_ATTEMPT.column('number', (row: SettledDelivery) => row.attempts),
  DELIVERY_ATTEMPT.column('leadId', (row: SettledDelivery) => (row.subjectType === 'lead' ? row.subjectId : null)),
  ...FROM_ATTEMPT.map((name) => DELIVERY_ATTEMPT.column(name, ({ attempt }: SettledDelivery) => attempt[name])),
];
const DEAL_WITH_FOLLOWED = `deal left join deal as followed on followed.id = deal.follows_deal_id`;
/** SQL for the lead that a delivery is about, by the type of its subject. */
const LEAD_OF: Readonly<Record<OwnedType, string>> = {
  lead: 'delivery.subject_id',
  deal: `(select coalesce(deal.lead_id, followed.lead_id) from ${DEAL_WITH_FOLLOWED} where deal.id = delivery.subject_id)`,
  handoff: `(select coalesce(deal.lead_id, followed.lead_id)
               from ${DEAL_WITH_FOLLOWED} join handoff on handoff.deal_id = deal.id where handoff.id = delivery.subject_id)`,
};
const LEADS = Object.entries(LEAD_OF).map(([type, lead]) => `when '${type}' then ${lead}`);
/**
 * SQL for whether an answer may name an erased person: the lead of its subject, or, for an account, one erased since.
 */
const IS_OF_ERASED = `exists (
  select from delivery
   where delivery.id = input.delivery_id
     and exists (
       select from lead
        where lead.erased_at is not null and lead.id = case delivery.subject_type ${LEADS.join(' ')} end
        union all
       select from deal join lead on lead.id = deal.lead_id
        where delivery.subject_type = 'account' and deal.account_id = delivery.subject_id and lead.erased_at >= input.at))`;
// Skips attempts whose delivery is gone, as of a deleted webhook.
const INSERT = `insert into delivery_attempt (${namesOf(NEW)})
  select ${namesOf(NEW).replace('answer', `case when answer is not null and not ${IS_OF_ERASED} then answer end`)}
    from ${inputRows(NEW)}
   where exists (select 1 from delivery where delivery.id = input.delivery_id)
  on conflict (delivery_id, number) do nothing`;

const COLUMNS = selectList(DELIVERY_ATTEMPT.without('leadId'));

@Injectable()
export class AttemptStore {
  async insertMany(tx: Tx, rows: readonly SettledDelivery[]): Promise<void> {
    await tx.query(INSERT, valuesOf(rows, NEW), 'delivery-attempts');
  }

  /** Oldest first. */
  readOf(sql: Sql, deliveryId: string): Promise<AttemptRow[]> {
    return sql.rows(`select ${COLUMNS} from delivery_attempt where delivery_id = $1 order by number`, [deliveryId]);
  }

  readLast(sql: Sql, deliveryIds: readonly string[]): Promise<AttemptRow[]> {
    return sql.rows(
      `select distinct on (delivery_id) ${COLUMNS} from delivery_attempt
        where delivery_id = any ($1::uuid[]) order by delivery_id, number desc`,
      [deliveryIds],
    );
  }
}
