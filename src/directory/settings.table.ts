import type { ContactHours } from '../contact/reach.js';
import { boolean, code, instant, int, jsonb, list, type Row, table, text, uuid } from '../platform/table.js';
import type { SilenceSettings } from '../sla/silence.js';
import type { StormBreakerSettings } from '../sla/storm.js';
import type { RefLinks } from './ref-links.js';

export const SETTINGS = table('settings', 'configuration', {
  singleton: boolean().default('true').key(),
  version: int(),
  timeZone: text(),
  defaultCountry: text().nullable(),
  currency: text(),
  defaultCalendarId: uuid(),
  /** How far back a touch may be dated, by who reports it; ISO durations. */
  backdating: jsonb<{ rep: string; integration: string }>(),
  /** When so many leads have moved because of a breach in so long, nothing moves any more; null where nothing stops it. */
  stormBreaker: jsonb<StormBreakerSettings>().nullable(),
  /** Who is told, beside the owner of the queue, when something is wrong with all of it. */
  alertsTo: list(uuid()),
  /** How it is noticed that touches do not come any more. */
  silence: jsonb<SilenceSettings>(),
  /** Where test leads go, and nothing else of them does; null: nobody gets them. */
  testPoolId: uuid().nullable(),
  /** When leads may be contacted, by kind of touch, in their local time. */
  contactHours: jsonb<ContactHours>(),
  /** How long what a rep blocks is blocked, where the reason does not say; an ISO duration. */
  repBlocksFor: text(),
  /** How long before the last day for notice the renewal of a contract becomes a deal; an ISO duration. */
  renewalLead: text(),
  /** Where other systems show what they know, by system. */
  refLinks: jsonb<RefLinks>().default("'{}'"),
  /** Who sees figures of single people in the console. */
  individualReports: code<'self' | 'managers'>().default("'self'"),
  updatedAt: instant(),
});
export type SettingsRow = Row<typeof SETTINGS>;
