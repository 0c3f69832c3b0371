import type { Answerable, ChurnReasonBody } from './churn-reason.schema.js';

type BuiltIn = readonly [code: string, label: string, answerable: Answerable];

const BUILT_IN: readonly BuiltIn[] = [
  ['budget_cut', 'Budget was cut', 'nobody'],
  ['price', 'Price', 'sales'],
  ['competitor', 'Went to a competitor', 'product'],
  ['missing_feature', 'A feature is missing', 'product'],
  ['low_usage', 'Is hardly used', 'delivery'],
  ['champion_left', 'The champion has left', 'nobody'],
  ['acquired', 'The customer was acquired', 'nobody'],
  ['insolvent', 'The customer is insolvent', 'nobody'],
  ['mis_sold', 'Was sold something else than was delivered', 'sales'],
  ['implementation_failed', 'The implementation failed', 'delivery'],
  ['support', 'Support', 'delivery'],
  ['quality', 'Quality', 'product'],
  ['step_refused', 'Refused a step that was agreed', 'sales'],
  ['non_payment', 'Does not pay', 'nobody'],
  ['end_of_project', 'The project has ended', 'nobody'],
];

/** The churn reasons of a new installation. */
export const BUILT_IN_CHURN_REASONS: readonly ChurnReasonBody[] = BUILT_IN.map(([code, label, answerable]) => ({
  ...{ code, label, answerable },
}));
