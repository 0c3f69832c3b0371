import { Column, Entity } from 'typeorm';
import { ResourceEntity } from '../../configuration/resource.entity.js';
import type { Instant } from '../../platform/instant.js';
import { instantColumn } from '../../platform/row.js';
import type { RecordConnectorBody } from './record-connector.dto.js';

@Entity('record_connector')
export class RecordConnectorEntity extends ResourceEntity {
  @Column('text')
  name!: string;

  @Column('jsonb')
  request!: RecordConnectorBody['request'];

  @Column('jsonb', { nullable: true })
  idempotency!: RecordConnectorBody['idempotency'] | null;

  @Column('text', { name: 'id_of' })
  idOf!: string;

  @Column('text', { nullable: true })
  link!: string | null;

  @Column('jsonb', { nullable: true })
  find!: RecordConnectorBody['find'] | null;

  @Column('jsonb', { nullable: true })
  update!: RecordConnectorBody['update'] | null;

  /** Since when it is known to the tool; null: it has nothing to say who asks. That stands elsewhere, sealed. */
  @Column('timestamptz', { name: 'auth_set_at', transformer: instantColumn, nullable: true })
  authSetAt!: Instant | null;
}
