import { Column, Entity } from 'typeorm';
import { ResourceEntity } from '../configuration/resource.entity.js';
import type { CalendarDefinition } from './definition.js';

@Entity('calendar')
export class CalendarEntity extends ResourceEntity {
  @Column('text')
  name!: string;

  @Column('text', { name: 'time_zone' })
  timeZone!: string;

  @Column('jsonb')
  hours!: CalendarDefinition['hours'];

  @Column('jsonb')
  holidays!: string[];

  @Column('text', { name: 'holiday_region', nullable: true })
  holidayRegion!: string | null;

  @Column('jsonb')
  overrides!: CalendarDefinition['overrides'];

  @Column('jsonb')
  breaks!: CalendarDefinition['breaks'];
}
