import { Column, Entity } from 'typeorm';
import { ResourceEntity } from '../configuration/resource.entity.js';
import type { Instant } from '../platform/instant.js';
import { instantColumn } from '../platform/row.js';
import type { Capacity } from './capacity.js';

@Entity('rep')
export class RepEntity extends ResourceEntity {
  @Column('text')
  name!: string;

  @Column('text')
  email!: string;

  /** Ids in other systems, by system. */
  @Column('jsonb')
  refs!: Record<string, string>;

  /** Null: that of the settings. */
  @Column('text', { name: 'time_zone', nullable: true })
  timeZone!: string | null;

  @Column('uuid', { name: 'calendar_id', nullable: true })
  calendarId!: string | null;

  @Column('uuid', { name: 'manager_id', nullable: true })
  managerId!: string | null;

  @Column('boolean')
  active!: boolean;

  @Column('jsonb')
  capacity!: Capacity;

  @Column('boolean')
  available!: boolean;

  @Column('timestamptz', { name: 'unavailable_until', nullable: true, transformer: instantColumn })
  unavailableUntil!: Instant | null;
}
