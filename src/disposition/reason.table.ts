import { resource } from '../configuration/resource.table.js';
import { entityTable } from '../platform/sql/entity-table.js';
import { boolean, code, int, jsonb, type Row, text } from '../platform/sql/table.js';
import type { Blocks, Category, Intent, ReasonFieldType } from './disposition.js';
import type { Proof } from './reason.dto.js';

export const REASONS = entityTable('disposition_reason', 'configuration', {
  ...resource,
  code: text(),
  category: code<Category>(),
  label: text(),
  /** The names of the required fields. */
  requires: jsonb<string[]>(),
  intent: code<Intent>(),
  blocks: code<Blocks>(),
  /** How long it blocks. Null: for good, but only for a time if a rep decides it. */
  blockFor: text().nullable(),
  /** Whether the owner of the queue reviews leads that come back nevertheless. */
  review: boolean(),
  active: boolean(),
  order: int().named('position'),
  labels: jsonb<Readonly<Record<string, string>>>(),
  /** The types of the required fields; text by default. */
  fieldTypes: jsonb<Readonly<Record<string, ReasonFieldType>>>(),
  /** For lost leads: whether a new inquiry of the person reopens the lead. */
  reopens: boolean(),
  /** The attempts required before a rep may use it. */
  proof: jsonb<Proof>().nullable(),
});
export type ReasonRow = Row<typeof REASONS>;
