import { resource } from '../../configuration/resource.table.js';
import { entityTable } from '../../platform/sql/entity-table.js';
import { code, instant, jsonb, type Row, text } from '../../platform/sql/table.js';
import type { ChannelKind, ChannelStoppedBecause } from './channel.js';

export const CHANNELS = entityTable('channel', 'configuration', {
  ...resource,
  name: text(),
  kind: code<ChannelKind>(),
  /** Without the secrets, which are sealed in a table of their own. */
  settings: jsonb<{ readonly channelId?: string }>(),
  poolIds: jsonb<string[]>(),
  teamIds: jsonb<string[]>(),
  secretsSetAt: instant().nullable(),
  stoppedAt: instant().nullable(),
  stoppedWhy: code<ChannelStoppedBecause>().nullable(),
  /** The error as Slack or Teams reported it. */
  stoppedNote: text().nullable(),
});
export type ChannelRow = Row<typeof CHANNELS>;
