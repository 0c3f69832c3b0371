import { instant, table, uuid } from '../../platform/sql/table.js';

/** Up to when people were told of rejected submissions of a connection. */
export const REJECTION_ALARM = table('rejection_alarm', 'work', {
  inboundId: uuid().key(),
  toldUntil: instant(),
});
