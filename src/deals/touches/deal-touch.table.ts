import { REPORTED_TOUCH } from '../../leads/activity.table.js';
import { table, uuid } from '../../platform/sql/table.js';

/** A contact attempt about a deal, as somebody reported it. */
export const DEAL_TOUCH = table('deal_touch', 'leads', {
  id: uuid().key(),
  dealId: uuid(),
  ...REPORTED_TOUCH,
});
