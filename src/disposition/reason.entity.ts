import { Column, Entity } from 'typeorm';
import { ResourceEntity } from '../configuration/resource.entity.js';

export const CATEGORIES = ['nurture', 'recycle', 'suppress', 'lost'] as const;
export type Category = (typeof CATEGORIES)[number];

export const INTENTS = [
  'neverExisted',
  'notAProspect',
  'duplicate',
  'stop',
  'realButNotNow',
  'realButLost',
  'notAFit',
  'reversed',
] as const;
/** What an ad platform may be told of it. */
export type Intent = (typeof INTENTS)[number];

@Entity('disposition_reason')
export class ReasonEntity extends ResourceEntity {
  @Column('text')
  code!: string;

  @Column('text')
  category!: Category;

  @Column('text')
  label!: string;

  /** Names of what has to come with it. */
  @Column('jsonb')
  requires!: string[];

  @Column('text')
  intent!: Intent;

  @Column('text')
  blocks!: 'none';

  @Column('boolean')
  active!: boolean;
}
