import { resource } from '../../configuration/resource.table.js';
import { code, int, jsonb, list, type Row, table, text } from '../../platform/sql/table.js';
import type { Duplicates, MonthlyCost, Price } from './source.dto.js';

export const SOURCES = table('source', 'configuration', {
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
