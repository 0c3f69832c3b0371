import { touch } from '../../leads/touch.schema.js';
import { id, objectSchema, pageOf } from '../../platform/schema.js';

const { leadId: _, cycle: __, ...fields } = touch;

export const DealTouchSchema = objectSchema('DealTouch', 'A contact attempt about a deal.', {
  ...fields,
  dealId: id('The deal.'),
});
export const DealTouchPage = pageOf(DealTouchSchema);
