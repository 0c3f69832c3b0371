import { Column, PrimaryColumn } from 'typeorm';
import type { Instant } from '../platform/instant.js';
import { instantColumn } from '../platform/row.js';

/** The columns that every configuration resource has. */
export abstract class ResourceEntity {
  @PrimaryColumn('uuid')
  id!: string;

  @Column('integer')
  version!: number;

  @Column('timestamptz', { name: 'created_at', transformer: instantColumn })
  createdAt!: Instant;

  @Column('timestamptz', { name: 'updated_at', transformer: instantColumn })
  updatedAt!: Instant;
}
