import { resource } from '../configuration/resource.table.js';
import { boolean, code, int, jsonb, type Row, table, text } from '../platform/table.js';
import type { Blocks, Category, Intent, ReasonFieldType } from './disposition.js';
import type { Proof } from './reason.dto.js';

export const REASONS = table('disposition_reason', 'configuration', {
  ...resource,
  code: text(),
  category: code<Category>(),
  label: text(),
  /** Names of what has to come with it. */
  requires: jsonb<string[]>(),
  intent: code<Intent>(),
  blocks: code<Blocks>(),
  /** For how long; null: for good, but for a time where a rep says so. */
  blockFor: text().nullable(),
  /** Whether the owner of the queue looks at who comes back all the same. */
  review: boolean(),
  active: boolean(),
  /** In what order people are offered it. */
  order: int().named('position'),
  /** What it is called in other languages, by their tags. */
  labels: jsonb<Readonly<Record<string, string>>>(),
  /** How what has to come with it is written; text where nothing is said. */
  fieldTypes: jsonb<Readonly<Record<string, ReasonFieldType>>>(),
  /** Of what is lost: whether the person brings it back by asking again. */
  reopens: boolean(),
  /** How often somebody has to have tried before a rep may give it. */
  proof: jsonb<Proof>().nullable(),
});
export type ReasonRow = Row<typeof REASONS>;
