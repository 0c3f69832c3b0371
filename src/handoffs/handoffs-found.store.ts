import { notifyDealListeners } from '../deals/deal-listeners.js';
import { leadOfDeal } from '../deals/personal-data.js';
import { type FoundByAddress, IDENTIFYING_DIGITS } from '../leads/personal-data.js';
import { BY_ID } from './personal-column.js';
import { HANDOFFS_FOUND, tablesOfHandoffs } from './personal-data.js';
import { tablesOfRecords } from './records/personal-data.js';

/** SQL for whether a value in a document is one of the addresses `$1`, or one of the numbers `$2` however it is written. */
const holds = (document: string) =>
  `exists (
    select from jsonb_path_query(${document}, '$.** ? (@.type() == "string")') as value,
                lateral (select trim(value #>> '{}') as text) as trimmed,
                lateral (select ltrim(regexp_replace(text, '[^0-9]', '', 'g'), '0') as digits) as dialled
     where lower(text) = any ($1::text[])
        or (text ~ '^[-+0-9 ()./]+$' and length(digits) >= ${IDENTIFYING_DIGITS}
            and exists (select from unnest($2::text[]) as key where right(key, length(digits)) = digits)))`;

/** Handoffs that came of no lead, found by the values of their forms, former ones too. Only requests about persons ask. */
export const HANDOFFS_BY_ADDRESS: FoundByAddress = {
  section: 'handoffs',
  schema: HANDOFFS_FOUND,
  tables: { ...tablesOfHandoffs(BY_ID), ...tablesOfRecords(BY_ID) },
  find: (sql, emailKeys, phoneKeys) =>
    sql.column(
      `select id from handoff
        where ${leadOfDeal('handoff.deal_id')} is null
          and (${holds('form')}
            or exists (select from handoff_form as former where former.handoff_id = handoff.id and ${holds('former.form')})
            or exists (select from handoff_receiver as receiver where receiver.handoff_id = handoff.id and ${holds('receiver.missing')}))
        order by id`,
      [emailKeys, phoneKeys],
      'handoffs-by-address',
    ),
  async erased(tx, ids, at) {
    const deals = await tx.column<string>(
      'select deal_id from handoff where id = any ($1::uuid[]) and deal_id is not null',
      [ids],
    );
    await notifyDealListeners(tx, deals, at);
  },
};
