import { Column, Entity } from 'typeorm';
import { ResourceEntity } from '../../configuration/resource.entity.js';
import type { Instant } from '../../platform/instant.js';
import { instantColumn } from '../../platform/row.js';
import type { MappingBody, ProofBody, ReadinessBody } from './crm-connection.dto.js';

@Entity('crm_connection')
export class CrmConnectionEntity extends ResourceEntity {
  @Column('text')
  name!: string;

  @Column('text')
  system!: string;

  @Column('jsonb')
  proof!: ProofBody;

  @Column('jsonb')
  mapping!: MappingBody;

  @Column('jsonb', { nullable: true })
  readiness!: ReadinessBody | null;

  /** Since when it has its secrets, which stand elsewhere, sealed; null: it has none. */
  @Column('timestamptz', { name: 'secret_set_at', transformer: instantColumn, nullable: true })
  secretSetAt!: Instant | null;

  @Column('timestamptz', { name: 'auth_set_at', transformer: instantColumn, nullable: true })
  authSetAt!: Instant | null;
}
