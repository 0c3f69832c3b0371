import { fault } from '../platform/input/fault.js';
import { InvalidRequestError } from '../platform/input/refusal.js';

/** A person who may be meant by a number: whoever gave it with an address, or those who gave none. */
export interface PersonOfNumber {
  readonly email: string | null;
  readonly names: readonly string[];
  readonly leadIds: readonly string[];
}

/** 422: a number of several people names none of them. */
export class SharedNumberError extends InvalidRequestError {
  override readonly facts: { readonly persons: readonly PersonOfNumber[] };

  constructor(persons: readonly PersonOfNumber[]) {
    const message =
      'Several people have given this number. Name a person by their e-mail address, or each of their leads by leadId: `persons` lists them.';
    super([fault('/phone', 'shared', message)]);
    this.facts = { persons };
  }
}
