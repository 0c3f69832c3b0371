import { Injectable } from '@nestjs/common';
import { Secrets } from '../../platform/outbound/secrets.js';
import { Database } from '../../platform/sql/database.js';
import type { ChannelKind } from './channel.js';
import type { ChannelSecrets } from './channel.schema.js';
import { ChannelStore, type OpenChannel } from './channel.store.js';

export interface ChannelAccess {
  readonly id: string;
  /** Slack's id of the channel; null for Teams. */
  readonly channelId: string | null;
  /** Null if they cannot be decrypted. */
  readonly secrets: ChannelSecrets | null;
}

export const UNREADABLE = 'Its secrets cannot be read with this SECRETS_KEY: send them again';

@Injectable()
export class ChannelAccesses {
  constructor(
    private readonly database: Database,
    private readonly channels: ChannelStore,
    private readonly secrets: Secrets,
  ) {}

  async readMany(ids: readonly string[]): Promise<ReadonlyMap<string, ChannelAccess>> {
    const found = await this.channels.readOpen(this.database.reads, ids);
    return new Map([...found].map(([id, channel]) => [id, this.open(channel)]));
  }

  async readKind(kind: ChannelKind): Promise<ChannelAccess[]> {
    return (await this.channels.readKind(this.database.reads, kind)).map((channel) => this.open(channel));
  }

  private open({ id, settings, sealed }: OpenChannel): ChannelAccess {
    const channelId = settings.channelId ?? null;
    if (sealed === null) return { id, channelId, secrets: null };
    try {
      return { id, channelId, secrets: JSON.parse(this.secrets.open(sealed, `channel ${id}`)) as ChannelSecrets };
    } catch {
      return { id, channelId, secrets: null };
    }
  }
}
