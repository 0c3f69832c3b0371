import { resource } from '../../configuration/resource.table.js';
import { entityTable } from '../../platform/sql/entity-table.js';
import { code, instant, jsonb, type Row, text } from '../../platform/sql/table.js';
import type { PausedBecause } from '../endpoint.js';

export const WEBHOOKS = entityTable('webhook', 'configuration', {
  ...resource,
  url: text(),
  types: jsonb<string[]>(),
  /** The secret itself is sealed in another table. */
  secretSetAt: instant().nullable(),
  pausedAt: instant().nullable(),
  resumedAt: instant().nullable(),
  pausedWhy: code<PausedBecause>().nullable(),
  /** The reason given by the person who paused it. */
  pausedNote: text().nullable(),
});
export type WebhookRow = Row<typeof WEBHOOKS>;
