import { resource } from '../../configuration/resource.table.js';
import { entityTable } from '../../platform/sql/entity-table.js';
import { boolean, code, instant, int, jsonb, type Row, text } from '../../platform/sql/table.js';
import type { Platform } from '../platform.js';
import type { DestinationRule, LeadCountedBy, SendingMode } from './destination.dto.js';
import type { DestinationStoppedBecause } from './destination.js';

export const DESTINATIONS = entityTable('feedback_destination', 'configuration', {
  ...resource,
  name: text(),
  platform: code<Platform>(),
  settings: jsonb<object>(),
  /** The sources of its leads; null for every lead that the platform can identify. */
  sources: jsonb<string[]>().nullable(),
  /** Null: since it was created. */
  startAt: text().nullable(),
  mode: code<SendingMode>(),
  leadCountedBy: code<LeadCountedBy>(),
  rules: jsonb<DestinationRule[]>(),
  /** ISO 8601, in elapsed time, like `retractAfter`. */
  quarantine: text(),
  retractAfter: text(),
  retractionsPerDay: int(),
  /** Whether Touchline itself posts to it; otherwise a job of the customer fetches batches. */
  push: boolean(),
  /** When its credentials were set; null if it has none. They are stored sealed in a table of their own. */
  credentialsSetAt: instant().nullable(),
  stoppedAt: instant().nullable(),
  stoppedWhy: code<DestinationStoppedBecause>().nullable(),
  /** The reason given by the person who stopped it, or the platform's error code. */
  stoppedNote: text().nullable(),
  /** When it was last resumed after a stop because of too many retractions. */
  resumedAt: instant().nullable(),
  /** When a warning about expiring deliveries was last sent. */
  warnedAt: instant().nullable(),
});
export type DestinationRow = Row<typeof DESTINATIONS>;
