import { resourceController } from '../../admin/resource.controller.js';
import { SCOPES } from '../../auth/scope.js';
import { CHURN_REASON_KIND } from './churn-reason.kind.js';
import { ChurnReasonBody, ChurnReasonSchema } from './churn-reason.schema.js';

export const ChurnReasonsController = resourceController({
  path: 'churn-reasons',
  tag: 'Revenue',
  one: 'a churn reason',
  many: 'churn reasons',
  kind: CHURN_REASON_KIND,
  body: ChurnReasonBody,
  schema: ChurnReasonSchema,
  // Everybody who reports or reads notices needs the codes.
  readers: SCOPES,
});
