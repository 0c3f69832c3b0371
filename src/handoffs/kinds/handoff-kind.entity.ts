import { Column, Entity } from 'typeorm';
import { ResourceEntity } from '../../configuration/resource.entity.js';
import type { AccountRole } from '../../deals/accounts/account.js';
import type { HandoffKindBody } from './handoff-kind.dto.js';

@Entity('handoff_kind')
export class HandoffKindEntity extends ResourceEntity {
  @Column('text')
  name!: string;

  @Column('text')
  moment!: string;

  @Column('jsonb')
  start!: HandoffKindBody['start'];

  /** As text, not binary: the order of its fields is that of the form. */
  @Column('json')
  form!: HandoffKindBody['form'];

  @Column('jsonb')
  ready!: HandoffKindBody['ready'];

  @Column('jsonb')
  receivers!: HandoffKindBody['receivers'];

  @Column('jsonb', { nullable: true })
  stages!: NonNullable<HandoffKindBody['stages']> | null;

  @Column('jsonb')
  escalation!: HandoffKindBody['escalation'];

  @Column('jsonb')
  exceptions!: HandoffKindBody['exceptions'];

  @Column('text', { name: 'account_role' })
  accountRole!: AccountRole;

  @Column('text', { name: 'client_told_within', nullable: true })
  clientToldWithin!: string | null;
}
