import { code, instant, table, text, uuid } from '../platform/sql/table.js';
import type { CallerType } from '../platform/values/actor.js';

/** What somebody noted about a lead without having contacted anybody. */
export const LEAD_NOTE = table('lead_note', 'leads', {
  id: uuid().key(),
  leadId: uuid(),
  notedAt: instant(),
  text: text().personal(),
  actorType: code<CallerType>(),
  actorId: uuid(),
});
