import { resource } from '../../configuration/resource.table.js';
import { code, instant, jsonb, type Row, table, text } from '../../platform/table.js';
import type { PausedBecause } from '../endpoint.js';

export const WEBHOOKS = table('webhook', 'configuration', {
  ...resource,
  url: text(),
  types: jsonb<string[]>(),
  /** It stands elsewhere, sealed. */
  secretSetAt: instant().nullable(),
  pausedAt: instant().nullable(),
  /** When it last went on after a pause. */
  resumedAt: instant().nullable(),
  pausedWhy: code<PausedBecause>().nullable(),
  /** The words of whoever paused it. */
  pausedNote: text().nullable(),
});
export type WebhookRow = Row<typeof WEBHOOKS>;
