import { Column, Entity } from 'typeorm';
import { ResourceEntity } from '../configuration/resource.entity.js';
import type { PoolStrategy } from './strategy.js';

export interface PoolMemberDefinition {
  readonly repId: string;
  readonly weight: number;
}

@Entity('pool')
export class PoolEntity extends ResourceEntity {
  @Column('text')
  name!: string;

  @Column('text')
  strategy!: PoolStrategy;

  @Column('jsonb')
  members!: PoolMemberDefinition[];

  @Column('uuid', { name: 'calendar_id', nullable: true })
  calendarId!: string | null;

  @Column('text', { name: 'off_hours' })
  offHours!: 'share' | 'wait';

  @Column('uuid', { name: 'fallback_pool_id', nullable: true })
  fallbackPoolId!: string | null;
}
