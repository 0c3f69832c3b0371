import { resource } from '../../configuration/resource.table.js';
import { entityTable } from '../../platform/sql/entity-table.js';
import { code, int, jsonb, list, type Row, text } from '../../platform/sql/table.js';
import type { Duplicates, MonthlyCost, Price } from './source.dto.js';

export const SOURCES = entityTable('source', 'configuration', {
  ...resource,
  code: text(),
  label: text().nullable(),
  aliases: list(text()),
  channel: text().nullable(),
  type: text().nullable(),
  maxPerMinute: int().nullable(),
  silentAfter: text().nullable(),
  duplicates: code<Duplicates>(),
  costPerLead: jsonb<Price>().nullable(),
  monthly: jsonb<readonly MonthlyCost[]>().nullable(),
});
export type SourceRow = Row<typeof SOURCES>;
