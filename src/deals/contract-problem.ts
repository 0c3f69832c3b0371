/** Why a won deal has no contract, or is not in it, in words for the person who resolves it. */
export const CONTRACT_PROBLEMS = {
  noAccount: 'The deal has no account, whose contract it could be.',
  noTerm: 'The deal does not say for how long it is sold. Give its term, or say that it is sold once, or as a pilot.',
  noAmount: 'The deal has no amount, and its form has no billing lines.',
  noCurrency: 'The deal has no currency.',
  unpriced:
    'What this line comes to does not follow from its rate, its cap and its period. Give its amount over the whole term.',
  amount: 'This amount is below zero, too large, or has more decimals than the currency of the deal.',
  otherAmount:
    'The pilot was converted at another amount than its billing lines add up to. Change the lines in the form, or the amount of the deal.',
  tooManyLines: 'The form has more billing lines than a contract can have.',
  otherAccount: 'The contract that the deal adds to is another account’s.',
  otherCurrency: 'The contract that the deal adds to has another currency.',
  keptCurrency: 'Its contract has invoices, or usage with amounts, in another currency, and stays as it was.',
  outsideContract: 'The term of the deal does not begin within the contract that it adds to.',
  withdrawnContract: 'The contract that the deal adds to was withdrawn.',
  dropped: 'What the deal had added is not in its contract any more, which was reported or amended without it.',
  notRenewed: 'The renewal is won, and its contract is not renewed: renew it there.',
  noNotice:
    'The renewal is lost, and no notice was given for its contract: record it there, with the reason of the customer.',
} as const;
export type ContractProblemCode = keyof typeof CONTRACT_PROBLEMS;

export interface ContractProblem {
  readonly code: ContractProblemCode;
  /** Into the form of the handoff; null if the problem is in the deal itself. */
  readonly pointer: string | null;
}

export function contractProblemView({ code, pointer }: ContractProblem) {
  return { code, pointer, text: CONTRACT_PROBLEMS[code] };
}
