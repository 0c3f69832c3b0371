import { notifyDealListeners } from '../deals/deal-listeners.js';
import { leadOfDeal } from '../deals/personal-data.js';
import { type FoundByAddress, IDENTIFYING_DIGITS } from '../leads/personal-data.js';
import { BY_ID } from './personal-column.js';
import { HANDOFFS_FOUND, tablesOfHandoffs } from './personal-data.js';
import { tablesOfRecords } from './records/personal-data.js';

/**
 * Returns what the index of forms has for a person: addresses, and the number without as many of its leading digits as
 * people leave out.
 */
function addressesOf(emailKeys: readonly string[], phoneKeys: readonly string[]): string[] {
  const endings = phoneKeys.map((key) => key.replace(/\D/g, '')).flatMap(endingsOf);
  return [...emailKeys, ...endings];
}

function endingsOf(digits: string): string[] {
  return Array.from({ length: Math.max(0, digits.length - IDENTIFYING_DIGITS + 1) }, (_, from) => digits.slice(from));
}

/** SQL for the ids of handoffs with one of the addresses `$1` in a document, by an index on exactly this expression. */
const holding = (id: string, table: string, document: string) =>
  `select ${id} from ${table} where addresses_in(${document}) && $1::text[]`;

/** Handoffs that came of no lead, found by the values of their forms, former ones too. Only requests about persons ask. */
export const HANDOFFS_BY_ADDRESS: FoundByAddress = {
  section: 'handoffs',
  schema: HANDOFFS_FOUND,
  tables: { ...tablesOfHandoffs(BY_ID), ...tablesOfRecords(BY_ID) },
  find: (sql, emailKeys, phoneKeys) =>
    sql.column(
      `select id from handoff
        where id in (
          ${holding('id', 'handoff', 'form')}
          union ${holding('handoff_id', 'handoff_form', 'form')}
          union ${holding('handoff_id', 'handoff_receiver', 'missing')})
          and ${leadOfDeal('handoff.deal_id')} is null
        order by id`,
      [addressesOf(emailKeys, phoneKeys)],
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
