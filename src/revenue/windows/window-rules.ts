/* Explanations of the figures, a sentence each. docs/revenue.md has more. */

const DAYS = {
  opening: 'ARR on the first day, what changes on that day included, at the rates of that day.',
  closing: 'ARR on the last day, what changes on that day included, at the rates of that day.',
};

export const MOVEMENT_RULES = {
  ...DAYS,
  new: 'The first ARR of an account that never had any, also before the window.',
  expansion: 'More ARR than the day before, whatever the reason.',
  contraction: 'Less ARR than the day before, and some left.',
  churn:
    'No ARR left, on the first day without it. A gap that is over and lasted no longer than `reactivationAfterDays` is not churn.',
  reactivation: 'ARR again after churn, on the day of return.',
  transfer:
    'What goes from one account to another with its contract, at what it was worth the day before; all accounts together come to zero.',
  fx: 'closing - opening - netNewArr - transfer: all of them but the closing are at the rates of the first day.',
  netNewArr: 'new + expansion + contraction + churn + reactivation, at the rates of the first day.',
};

export const RETENTION_RULES = {
  ...DAYS,
  accounts: 'Those with ARR on the first day; of ARR that has changed hands since, those that have it on the last.',
  lost: 'Those of these accounts that have no ARR on the last day.',
  nrr: 'ARR of these accounts on the last day / their ARR on the first, both at the rates of the first day.',
  grr: 'Of each of these accounts the smaller of its ARR on the two days, together / their ARR on the first.',
  logoChurn: 'lost / accounts.',
};
