import { Column, Entity } from 'typeorm';
import { ResourceEntity } from '../configuration/resource.entity.js';
import type { FieldType } from './field-types.js';
import type { Proof } from './reason.dto.js';
import type { Blocks, Category, Intent } from './taxonomy.js';

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
  blocks!: Blocks;

  /** For how long; null: for good, but for a time where a rep says so. */
  @Column('text', { name: 'block_for', nullable: true })
  blockFor!: string | null;

  /** Whether the owner of the queue looks at who comes back all the same. */
  @Column('boolean')
  review!: boolean;

  @Column('boolean')
  active!: boolean;

  /** In what order people are offered it. */
  @Column('integer', { name: 'position' })
  order!: number;

  /** What it is called in other languages, by their tags. */
  @Column('jsonb')
  labels!: Readonly<Record<string, string>>;

  /** How what has to come with it is written; text where nothing is said. */
  @Column('jsonb', { name: 'field_types' })
  fieldTypes!: Readonly<Record<string, FieldType>>;

  /** Of what is lost: whether the person brings it back by asking again. */
  @Column('boolean')
  reopens!: boolean;

  /** How often somebody has to have tried before a rep may give it. */
  @Column('jsonb', { nullable: true })
  proof!: Proof | null;
}
