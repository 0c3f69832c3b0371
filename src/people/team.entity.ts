import { Column, Entity } from 'typeorm';
import { ResourceEntity } from '../configuration/resource.entity.js';

@Entity('team')
export class TeamEntity extends ResourceEntity {
  @Column('text')
  name!: string;

  @Column('uuid', { name: 'manager_id', nullable: true })
  managerId!: string | null;

  @Column('jsonb', { name: 'rep_ids' })
  repIds!: string[];

  @Column('uuid', { name: 'calendar_id', nullable: true })
  calendarId!: string | null;
}
