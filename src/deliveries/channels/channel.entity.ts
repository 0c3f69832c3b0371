import { Column, Entity } from 'typeorm';
import { ResourceEntity } from '../../configuration/resource.entity.js';
import type { Instant } from '../../platform/instant.js';
import { instantColumn } from '../../platform/row.js';
import type { ChannelKind } from './channel.js';

@Entity('channel')
export class ChannelEntity extends ResourceEntity {
  @Column('text')
  name!: string;

  @Column('text')
  kind!: ChannelKind;

  /** Without what is secret, which stands elsewhere, sealed. */
  @Column('jsonb')
  settings!: { readonly channelId?: string };

  @Column('jsonb', { name: 'pool_ids' })
  poolIds!: string[];

  @Column('jsonb', { name: 'team_ids' })
  teamIds!: string[];

  @Column('timestamptz', { name: 'secrets_set_at', transformer: instantColumn, nullable: true })
  secretsSetAt!: Instant | null;
}
