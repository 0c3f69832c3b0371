import { Column, Entity } from 'typeorm';
import { ResourceEntity } from '../configuration/resource.entity.js';
import type { DecideWithinBody, FollowUpBody, UnreachableBody } from './follow-up.dto.js';
import type { PauseLimitsBody } from './pauses.dto.js';
import type { FirstTouchBody } from './policy.dto.js';
import type { Basis, Mode } from './policy.js';

@Entity('sla_policy')
export class PolicyEntity extends ResourceEntity {
  @Column('text')
  name!: string;

  /** The first matching policy by this order is the lead's. */
  @Column('integer')
  position!: number;

  @Column('text')
  mode!: Mode;

  @Column('jsonb')
  when!: unknown;

  @Column('text')
  time!: Basis;

  @Column('jsonb')
  calendar!: 'owner' | 'pool' | { calendarId: string };

  @Column('text')
  grace!: string;

  @Column('jsonb', { name: 'first_touch' })
  firstTouch!: FirstTouchBody;

  @Column('jsonb', { name: 'follow_up', nullable: true })
  followUp!: FollowUpBody | null;

  @Column('jsonb', { name: 'decide_within', nullable: true })
  decideWithin!: DecideWithinBody | null;

  @Column('jsonb', { nullable: true })
  unreachable!: UnreachableBody | null;

  @Column('jsonb', { name: 'pause_while', nullable: true })
  pauseWhile!: unknown;

  @Column('jsonb', { nullable: true })
  pauses!: PauseLimitsBody | null;

  @Column('boolean', { name: 'lead_hours' })
  leadHours!: boolean;

  @Column('integer', { name: 'max_recycles' })
  maxRecycles!: number;
}
