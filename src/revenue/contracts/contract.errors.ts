import { toIso } from '../../platform/duration.js';
import { defineRefusal } from '../../platform/refusal.js';
import type { Contract } from './contract.js';

/** 409: the deal that made the contract is not won after all, so that nothing happens to it any more. */
export class ContractWithdrawnError extends defineRefusal(
  'contract-withdrawn',
  'conflict',
  'The contract was withdrawn',
) {
  override readonly facts: { readonly withdrawnAt: string };

  constructor({ id, withdrawnAt }: Pick<Contract, 'id' | 'withdrawnAt'>) {
    super(`Contract ${id} is as if it had never been: the deal that made it is not won after all.`);
    this.facts = { withdrawnAt: toIso(withdrawnAt!) };
  }
}
