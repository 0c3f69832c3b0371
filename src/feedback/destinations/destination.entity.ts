import { Column, Entity } from 'typeorm';
import { ResourceEntity } from '../../configuration/resource.entity.js';
import { instantOf } from '../../platform/formats.js';
import type { Instant } from '../../platform/instant.js';
import { instantColumn } from '../../platform/row.js';
import type { Platform } from '../platform.js';
import type { DestinationRule, LeadCountedBy, Mode } from './destination.dto.js';
import type { Destination, StoppedBecause } from './destination.js';

@Entity('feedback_destination')
export class DestinationEntity extends ResourceEntity {
  @Column('text')
  name!: string;

  @Column('text')
  platform!: Platform;

  @Column('jsonb')
  settings!: object;

  /** From where its leads come; null for every lead that the platform knows. */
  @Column('jsonb', { nullable: true })
  sources!: string[] | null;

  /** Null: when it was made. */
  @Column('text', { name: 'start_at', nullable: true })
  startAt!: string | null;

  @Column('text')
  mode!: Mode;

  @Column('text', { name: 'lead_counted_by' })
  leadCountedBy!: LeadCountedBy;

  @Column('jsonb')
  rules!: DestinationRule[];

  @Column('text')
  quarantine!: string;

  @Column('text', { name: 'retract_after' })
  retractAfter!: string;

  @Column('integer', { name: 'retractions_per_day' })
  retractionsPerDay!: number;

  /** Whether the engine posts to it. */
  @Column('boolean')
  push!: boolean;

  /** Since when it has credentials; null: it has none. They stand elsewhere, sealed. */
  @Column('timestamptz', { name: 'credentials_set_at', transformer: instantColumn, nullable: true })
  credentialsSetAt!: Instant | null;

  @Column('timestamptz', { name: 'stopped_at', transformer: instantColumn, nullable: true })
  stoppedAt!: Instant | null;

  @Column('text', { name: 'stopped_why', nullable: true })
  stoppedWhy!: StoppedBecause | null;

  /** The words of whoever stopped it, or the code of the platform. */
  @Column('text', { name: 'stopped_note', nullable: true })
  stoppedNote!: string | null;

  /** When it was resumed last after it had been stopped because it would have taken back too much. */
  @Column('timestamptz', { name: 'resumed_at', transformer: instantColumn, nullable: true })
  releasedAt!: Instant | null;
}

/** As the rules of telling take it. */
export function destinationOf(row: DestinationEntity): Destination {
  const { stoppedAt, stoppedWhy, stoppedNote, ...rest } = row;
  return {
    ...rest,
    startAt: startOf(row),
    stopped: stoppedAt === null ? null : { at: stoppedAt, why: stoppedWhy!, note: stoppedNote },
  };
}

/** From when on it is told. */
export function startOf({ startAt, createdAt }: Pick<DestinationEntity, 'startAt' | 'createdAt'>): Instant {
  return startAt === null ? createdAt : instantOf(startAt);
}
