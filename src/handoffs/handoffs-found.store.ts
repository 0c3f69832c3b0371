import { addressesOf } from '../contact/person-in-text.js';
import { notifyDealListeners } from '../deals/deal-listeners.js';
import { leadOfDeal } from '../deals/personal-data.js';
import type { FoundByAddress } from '../leads/personal-data.js';
import { byAddress, countReached, eraseByPlace } from './erasing/erasing-by-place.store.js';
import { BY_ID } from './personal-column.js';
import { HANDOFFS_FOUND, tablesOfHandoffs } from './personal-data.js';
import { tablesOfRecords } from './records/personal-data.js';

/** Handoffs, found by the values of their forms, former ones too. Only requests about persons ask. */
export const HANDOFFS_BY_ADDRESS: FoundByAddress = {
  section: 'handoffs',
  schema: HANDOFFS_FOUND,
  tables: { ...tablesOfHandoffs(BY_ID), ...tablesOfRecords(BY_ID) },
  emptied: tablesOfRecords(BY_ID),
  what: 'handoffs',
  find: (sql, emailKeys, phoneKeys) =>
    sql.column(
      `select id from handoff
        where id in (${byAddress('$1')})
          and ${leadOfDeal('handoff.deal_id')} is null
        order by id`,
      [addressesOf({ emailKeys, phoneKeys })],
      'handoffs-by-address',
    ),
  count: countReached,
  async erase(tx, person, at) {
    const found = await eraseByPlace(tx, person);
    const deals = await tx.column<string>(
      'select deal_id from handoff where id = any ($1::uuid[]) and deal_id is not null',
      [found.ids],
    );
    await notifyDealListeners(tx, deals, at);
    return found;
  },
};
