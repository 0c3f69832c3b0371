import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { Instant } from '../platform/instant.js';
import { instantColumn } from '../platform/row.js';

export const OPEN_LEADS = ['reassignUntouched', 'keep', 'reassignAll'] as const;
/** What becomes of a rep's open leads when an absence begins. */
export type OpenLeads = (typeof OPEN_LEADS)[number];

@Entity('absence')
export class AbsenceEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('uuid', { name: 'rep_id' })
  repId!: string;

  @Column('timestamptz', { name: 'from_at', transformer: instantColumn })
  fromAt!: Instant;

  @Column('timestamptz', { name: 'to_at', transformer: instantColumn })
  toAt!: Instant;

  @Column('text', { nullable: true })
  reason!: string | null;

  @Column('text', { name: 'open_leads' })
  openLeads!: OpenLeads;

  @Column('timestamptz', { name: 'created_at', transformer: instantColumn })
  createdAt!: Instant;
}
