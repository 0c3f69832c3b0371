import { Column, Entity } from 'typeorm';
import { ResourceEntity } from '../../configuration/resource.entity.js';
import type { Instant } from '../../platform/instant.js';
import { instantColumn } from '../../platform/row.js';
import type { PausedBecause } from '../endpoint.js';

@Entity('webhook')
export class WebhookEntity extends ResourceEntity {
  @Column('text')
  url!: string;

  @Column('jsonb')
  types!: string[];

  /** It stands elsewhere, sealed. */
  @Column('timestamptz', { name: 'secret_set_at', transformer: instantColumn, nullable: true })
  secretSetAt!: Instant | null;

  @Column('timestamptz', { name: 'paused_at', transformer: instantColumn, nullable: true })
  pausedAt!: Instant | null;

  /** When it last went on after a pause. */
  @Column('timestamptz', { name: 'resumed_at', transformer: instantColumn, nullable: true })
  resumedAt!: Instant | null;

  @Column('text', { name: 'paused_why', nullable: true })
  pausedWhy!: PausedBecause | null;

  /** The words of whoever paused it. */
  @Column('text', { name: 'paused_note', nullable: true })
  pausedNote!: string | null;
}
