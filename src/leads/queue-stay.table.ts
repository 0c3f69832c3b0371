import { instant, table, uuid } from '../platform/sql/table.js';

/** The leads in named queues, without test leads. A lead that leaves its queue leaves this table. */
export const QUEUE_STAY = table('queue_stay', 'leads', {
  leadId: uuid().key(),
  queueId: uuid(),
  /** When it came into this queue, whatever it waited for before. */
  sinceAt: instant(),
  /** When the promise of the queue was found missed, and somebody was notified; null if it was not. */
  overdueAt: instant().nullable(),
});
