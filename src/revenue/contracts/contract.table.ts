import { code, day, instant, int, jsonb, table, text, uuid } from '../../platform/table.js';
import type { ContractHolder, ContractLine, Notice, Term } from './contract.js';
import type { ReportedContract } from './reported-contract.js';

/** A contract with a customer, with its lines as they are now. */
export const CONTRACT = table('contract', 'companies', {
  id: uuid().key(),
  /** Whose it is now. */
  accountId: uuid(),
  dealId: uuid().nullable(),
  externalId: text().nullable(),
  currency: code(),
  startsOn: day(),
  /** The last day, as far as is known; null where none is agreed. */
  endsOn: day().nullable(),
  noticeDays: int(),
  autoRenewMonths: int().nullable(),
  /** From the first to the present one. */
  terms: jsonb<readonly Term[]>(),
  notice: jsonb<Notice>().nullable(),
  /** Whose it was, and is, in their order. */
  heldBy: jsonb<readonly ContractHolder[]>(),
  lines: jsonb<readonly ContractLine[]>(),
  /** The contract that lines of another account came from; null where it was signed with its account. */
  movedFromContractId: uuid().nullable(),
  /** What a program told of it last: told again it changes nothing. */
  told: jsonb<ReportedContract>().nullable(),
  /** Why it was amended, by the numbers of the events. */
  reasons: jsonb<Readonly<Record<string, string>>>().personal(),
  /** When the win that made it turned out to be none: it is as if it had never been. */
  withdrawnAt: instant().nullable(),
  /** The day on which it renews by itself; null where it does not. */
  renewOn: day().nullable(),
  /** The last day to decide whether it is renewed, while no deal is about that; null where there is one, or nothing to decide. */
  renewalBy: day().nullable(),
  createdAt: instant(),
  updatedAt: instant(),
  /** The number of its latest event. */
  eventSeq: int(),
});

/** The ids of contracts in other systems. */
export const CONTRACT_REF = table('contract_ref', 'companies', {
  system: text().key(),
  ref: text().key(),
  id: uuid().named('contract_id'),
});
