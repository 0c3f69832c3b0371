import { counted } from '../../platform/values/words.js';

/* Explanations of the figures, a sentence or two each. docs/revenue.md has more. */

const DAYS = {
  opening: 'ARR at the end of the first day, at the exchange rates of that day.',
  closing: 'ARR at the end of the last day, at the exchange rates of that day.',
};

export const MOVEMENT_RULES = {
  ...DAYS,
  new: 'The first ARR of accounts that never had any before, not even before the first day.',
  expansion: 'Increases: ARR that accounts have gained since the day before, whatever the reason.',
  contraction: 'Decreases: ARR that accounts have lost since the day before, while some is left. A negative amount.',
  churn: 'The ARR of accounts that are left without any, on their first day without it. A negative amount.',
  reactivation: 'The ARR of accounts that had churned, on the day on which they come back.',
  transfer:
    'ARR that moves with its contract from one account to another, at its value on the day before. For all accounts together this is zero.',
  fx: 'What changed exchange rates add or take: closing - opening - netNewArr - transfer. The closing is at the rates of the last day, the others are at those of the first.',
  netNewArr: 'new + expansion + contraction + churn + reactivation, at the exchange rates of the first day.',
};

/** @param graceDays after which an account without ARR has churned */
export function movementRules(graceDays: number): typeof MOVEMENT_RULES {
  const lapsed = `An account that has ARR again within ${counted(graceDays, 'day')} (\`reactivationAfterDays\`) has not churned.`;
  return { ...MOVEMENT_RULES, churn: `${MOVEMENT_RULES.churn} ${lapsed}` };
}

export const RETENTION_RULES = {
  ...DAYS,
  accounts:
    'Accounts that had ARR on the first day. If that ARR has since moved to another account with its contract, the account that received it counts.',
  lost: 'Of these accounts, those without ARR on the last day.',
  nrr: 'The ARR of these accounts on the last day / their ARR on the first day, both at the exchange rates of the first day.',
  grr: 'The same, but each account counts on the last day for at most its ARR on the first day, so that growth does not hide losses.',
  logoChurn: 'lost / accounts.',
};
