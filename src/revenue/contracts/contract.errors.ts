import { toIso } from '../../platform/duration.js';
import { defineRefusal } from '../../platform/refusal.js';
import type { Contract, Term } from './contract.js';

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

/** 409: the contract has a term by its notice alone, and its lines were changed for that. */
export class NoticeStandsError extends defineRefusal('notice-stands', 'conflict', 'The notice cannot be taken back') {
  override readonly facts: { readonly term: { readonly startsOn: string; readonly endsOn: string } };

  constructor(id: string, { startsOn, endsOn }: Term) {
    super(
      `Contract ${id} has the term from ${startsOn} to ${endsOn} by its notice alone, and its lines were amended in that. Amend them once more, as they were, or wait until the term follows by itself.`,
    );
    this.facts = { term: { startsOn, endsOn: endsOn! } };
  }
}
