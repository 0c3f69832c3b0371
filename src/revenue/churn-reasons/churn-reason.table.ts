import { resource } from '../../configuration/resource.table.js';
import { code, entityOf, type Row, table, text } from '../../platform/table.js';
import type { Answerable } from './churn-reason.schema.js';

export const CHURN_REASON = table('churn_reason', 'configuration', {
  ...resource,
  code: code(),
  label: text(),
  answerable: code<Answerable>(),
});
export const ChurnReasonEntity = entityOf(CHURN_REASON);
export type ChurnReasonEntity = Row<typeof CHURN_REASON>;
