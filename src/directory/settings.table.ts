import type { ContactHours } from '../contact/reach.js';
import { entityTable } from '../platform/sql/entity-table.js';
import { boolean, code, instant, int, jsonb, list, type Row, text, uuid } from '../platform/sql/table.js';
import type { Duplicates } from '../routing/sources/source.dto.js';
import type { SilenceSettings } from '../sla/silence.js';
import type { StormBreakerSettings } from '../sla/storm.js';
import type { UnknownFields } from '../vocabulary/lead-fields.js';
import type { RefLinks } from './ref-links.js';

export const TERMS_AT_WIN = ['optional', 'required'] as const;
type TermAtWin = (typeof TERMS_AT_WIN)[number];

export const SETTINGS = entityTable('settings', 'configuration', {
  singleton: boolean().default('true').key(),
  version: int(),
  timeZone: text(),
  defaultCountry: text().nullable(),
  currency: text(),
  defaultCalendarId: uuid(),
  /** How far back a touch may be dated, by reporter; ISO durations. */
  backdating: jsonb<{ rep: string; integration: string }>(),
  /** How many moves because of a breach, in what time, stop all further moves; null for no limit. */
  stormBreaker: jsonb<StormBreakerSettings>().nullable(),
  /** Reps who are notified of alarms, in addition to the owner of the queue. */
  alertsTo: list(uuid()),
  /** When a lack of touches raises an alarm. */
  silence: jsonb<SilenceSettings>(),
  /** The only pool that gets test leads; null if none does. */
  testPoolId: uuid().nullable(),
  /** When leads may be contacted, by kind of touch, in their local time. */
  contactHours: jsonb<ContactHours>(),
  /** Default duration of blocks by reps, for reasons without one of their own; an ISO duration. */
  repBlocksFor: text(),
  /** How long before the last day for notice the renewal of a contract becomes a deal; an ISO duration. */
  renewalLead: text(),
  /** Whether a deal may be won without saying for how long. */
  termAtWin: code<TermAtWin>().default("'optional'"),
  refLinks: jsonb<RefLinks>().default("'{}'"),
  /** Who may see figures of individual people in the console. */
  individualReports: code<'self' | 'managers'>().default("'self'"),
  /** How leads of persons who have one already are handled where their source does not say. */
  duplicates: code<Duplicates>(),
  /** Addresses and numbers that identify nobody. */
  placeholders: list(text()),
  /** Domains of the company's own addresses, whose leads are tests. */
  ownDomains: list(text()),
  /** What becomes of fields of the API's leads that no lead has. */
  unknownFields: code<UnknownFields>().default("'refuse'"),
  updatedAt: instant(),
});
export type SettingsRow = Row<typeof SETTINGS>;
