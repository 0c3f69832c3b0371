import { defineRefusal } from '../../platform/input/refusal.js';
import { toIso } from '../../platform/values/duration.js';
import type { Contract, Term } from './contract.js';

/** 409: the contract accepts no action, because the deal that made it turned out not to be won, or its import was undone. */
export class ContractWithdrawnError extends defineRefusal(
  'contract-withdrawn',
  'conflict',
  'The contract was withdrawn',
) {
  override readonly facts: { readonly withdrawnAt: string };

  constructor({ id, withdrawnAt }: Pick<Contract, 'id' | 'withdrawnAt'>) {
    super(
      `Contract ${id} is as if it had never been: the deal that made it is not won after all, or its import was undone.`,
    );
    this.facts = { withdrawnAt: toIso(withdrawnAt!) };
  }
}

/** 409: a term of the contract exists only because of the notice, and its lines were amended in it. */
export class NoticeStandsError extends defineRefusal('notice-stands', 'conflict', 'The notice cannot be taken back') {
  override readonly facts: { readonly term: { readonly startsOn: string; readonly endsOn: string } };

  constructor(id: string, { startsOn, endsOn }: Term) {
    super(
      `Contract ${id} has the term from ${startsOn} to ${endsOn} by its notice alone, and its lines were amended in that. Amend them once more, as they were, or wait until the term follows by itself.`,
    );
    this.facts = { term: { startsOn, endsOn: endsOn! } };
  }
}
