import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { ContactHours } from '../contact/contact-hours.js';
import type { Instant } from '../platform/instant.js';
import { instantColumn } from '../platform/row.js';
import type { SilenceSettings } from '../sla/silence.js';
import type { StormBreaker } from '../sla/storm.js';

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

  /** When so many leads have moved because of a breach in so long, nothing moves any more; null where nothing stops it. */
  @Column('jsonb', { name: 'storm_breaker', nullable: true })
  stormBreaker!: StormBreaker | null;

  /** Who is told, beside the owner of the queue, when something is wrong with all of it. */
  @Column('uuid', { name: 'alerts_to', array: true })
  alertsTo!: string[];

  /** How it is noticed that touches do not come any more. */
  @Column('jsonb')
  silence!: SilenceSettings;

  /** Where test leads go, and nothing else of them does; null: nobody gets them. */
  @Column('uuid', { name: 'test_pool_id', nullable: true })
  testPoolId!: string | null;

  /** When leads may be contacted, by kind of touch, in their local time. */
  @Column('jsonb', { name: 'contact_hours' })
  contactHours!: ContactHours;

  /** How long what a rep blocks is blocked, where the reason does not say; an ISO duration. */
  @Column('text', { name: 'rep_blocks_for' })
  repBlocksFor!: string;

  @Column('timestamptz', { name: 'updated_at', transformer: instantColumn })
  updatedAt!: Instant;
}
