import { resource } from '../../configuration/resource.table.js';
import { code, instant, jsonb, type Row, table, text } from '../../platform/table.js';
import type { ChannelKind, ChannelStoppedBecause } from './channel.js';

export const CHANNELS = table('channel', 'configuration', {
  ...resource,
  name: text(),
  kind: code<ChannelKind>(),
  /** Without what is secret, which stands elsewhere, sealed. */
  settings: jsonb<{ readonly channelId?: string }>(),
  poolIds: jsonb<string[]>(),
  teamIds: jsonb<string[]>(),
  secretsSetAt: instant().nullable(),
  /** Nothing is posted to it. */
  stoppedAt: instant().nullable(),
  stoppedWhy: code<ChannelStoppedBecause>().nullable(),
  /** In the words of Slack or Teams. */
  stoppedNote: text().nullable(),
});
export type ChannelRow = Row<typeof CHANNELS>;
