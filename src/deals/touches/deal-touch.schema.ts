import { touch } from '../../leads/touch.schema.js';
import { id, pageOf, thing } from '../../platform/answer.js';

const { leadId: _, cycle: __, ...fields } = touch;

export const DealTouchSchema = thing('DealTouch', 'A contact attempt about a deal.', {
  ...fields,
  dealId: id('The deal.'),
});
export const DealTouchPage = pageOf(DealTouchSchema);
