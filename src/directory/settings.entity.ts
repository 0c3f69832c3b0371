import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ContactHours } from '../contact/contact-hours.js';
import type { Instant } from '../platform/instant.js';
import { instantColumn } from '../platform/row.js';

@Entity('settings')
export class SettingsEntity {
  @PrimaryColumn('boolean')
  singleton!: boolean;

  @Column('integer')
  version!: number;

  @Column('text', { name: 'time_zone' })
  timeZone!: string;

  @Column('text', { name: 'default_country', nullable: true })
  defaultCountry!: string | null;

  @Column('text')
  currency!: string;

  @Column('uuid', { name: 'default_calendar_id' })
  defaultCalendarId!: string;

  /** How far back a touch may be dated, by who reports it; ISO durations. */
  @Column('jsonb')
  backdating!: { rep: string; integration: string };

  /** When leads may be contacted, by kind of touch, in their local time. */
  @Column('jsonb', { name: 'contact_hours' })
  contactHours!: ContactHours;

  @Column('timestamptz', { name: 'updated_at', transformer: instantColumn })
  updatedAt!: Instant;
}
