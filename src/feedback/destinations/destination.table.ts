import { resource } from '../../configuration/resource.table.js';
import { boolean, code, instant, int, jsonb, type Row, table, text } from '../../platform/table.js';
import type { Platform } from '../platform.js';
import type { DestinationRule, LeadCountedBy, SendingMode } from './destination.dto.js';
import type { DestinationStoppedBecause } from './destination.js';

export const DESTINATIONS = table('feedback_destination', 'configuration', {
  ...resource,
  name: text(),
  platform: code<Platform>(),
  settings: jsonb<object>(),
  /** From where its leads come; null for every lead that the platform knows. */
  sources: jsonb<string[]>().nullable(),
  /** Null: when it was made. */
  startAt: text().nullable(),
  mode: code<SendingMode>(),
  leadCountedBy: code<LeadCountedBy>(),
  rules: jsonb<DestinationRule[]>(),
  quarantine: text(),
  retractAfter: text(),
  retractionsPerDay: int(),
  /** Whether the engine posts to it. */
  push: boolean(),
  /** Since when it has credentials; null: it has none. They stand elsewhere, sealed. */
  credentialsSetAt: instant().nullable(),
  stoppedAt: instant().nullable(),
  stoppedWhy: code<DestinationStoppedBecause>().nullable(),
  /** The words of whoever stopped it, or the code of the platform. */
  stoppedNote: text().nullable(),
  /** When it was resumed last after it had been stopped because it would have taken back too much. */
  releasedAt: instant().nullable().named('resumed_at'),
  /** That something is about to expire. */
  warnedAt: instant().nullable(),
});
export type DestinationRow = Row<typeof DESTINATIONS>;
