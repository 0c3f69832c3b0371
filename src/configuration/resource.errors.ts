import { Refusal } from '../platform/refusal.js';

export interface ResourceUser {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
}

/** 409: something else still needs what was to be deleted. */
export class ResourceInUseError extends Refusal {
  readonly code = 'in-use';
  readonly kind = 'conflict';
  readonly title = 'Still in use';
  override readonly facts: { readonly usedBy: readonly ResourceUser[] };

  constructor(what: string, usedBy: readonly ResourceUser[]) {
    super(`This ${what} is used by ${usedBy.map((user) => `${user.kind} "${user.name}"`).join(', ')}.`);
    this.facts = { usedBy };
  }
}
