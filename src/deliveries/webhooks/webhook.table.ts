import { resource } from '../../configuration/resource.table.js';
import { code, entityOf, instant, jsonb, type Row, table, text } from '../../platform/table.js';
import type { PausedBecause } from '../endpoint.js';

export const WEBHOOK = table('webhook', 'configuration', {
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
export const WebhookEntity = entityOf(WEBHOOK);
export type WebhookEntity = Row<typeof WEBHOOK>;
