import { resource } from '../../configuration/resource.table.js';
import { entityTable } from '../../platform/sql/entity-table.js';
import { code, type Row, text } from '../../platform/sql/table.js';
import type { Answerable } from './churn-reason.schema.js';

export const CHURN_REASONS = entityTable('churn_reason', 'configuration', {
  ...resource,
  code: code(),
  label: text(),
  answerable: code<Answerable>(),
});
export type ChurnReasonRow = Row<typeof CHURN_REASONS>;
