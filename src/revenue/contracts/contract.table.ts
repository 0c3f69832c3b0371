import { latestXid } from '../../events/event.table.js';
import { code, day, instant, int, jsonb, table, text, uuid } from '../../platform/sql/table.js';
import type { Proposal } from '../proposals/proposal.js';
import type { ContractHolder, ContractLine, Notice, Term } from './contract.js';
import type { ReportedContract } from './reported-contract.js';

/** A contract with a customer, with its lines as they are now. */
export const CONTRACT = table('contract', 'companies', {
  id: uuid().key(),
  /** The present account. */
  accountId: uuid(),
  dealId: uuid().nullable(),
  externalId: text().nullable(),
  currency: code(),
  startsOn: day(),
  /** The last day as far as is known; null if none is agreed. */
  endsOn: day().nullable(),
  noticeDays: int(),
  autoRenewMonths: int().nullable(),
  /** From the first to the present one. */
  terms: jsonb<readonly Term[]>(),
  notice: jsonb<Notice>().nullable(),
  /** The accounts that have held it, in order. */
  heldBy: jsonb<readonly ContractHolder[]>(),
  lines: jsonb<readonly ContractLine[]>(),
  /** What deliveries have proposed to amend: for each deal one that waits, and those that were answered. */
  proposals: jsonb<readonly Proposal[]>().default("'[]'"),
  /** The contract of another account that its lines came from; null if it was signed with its own account. */
  movedFromContractId: uuid().nullable(),
  /** The last report of a program; the same report again changes nothing. */
  reported: jsonb<ReportedContract>().nullable(),
  /** Reasons of amendments, by the numbers of their events. */
  reasons: jsonb<Readonly<Record<string, string>>>().personal(),
  /** When the deal that made it turned out not to be won, or its import was undone, which voids the contract. */
  withdrawnAt: instant().nullable(),
  /** The day on which it renews by itself; null if it does not. */
  renewOn: day().nullable(),
  /** The last day to decide on its renewal; null if a deal is about that, or if nothing is to be decided. */
  renewalBy: day().nullable(),
  /** The last day for notice of a term that a deal is made for; null if none is made. */
  talkBy: day().nullable(),
  /** No deal is made for it before half of the term is left. */
  talkFrom: day().nullable(),
  createdAt: instant(),
  updatedAt: instant(),
  eventSeq: int(),
  eventXid: latestXid(),
});

export const CONTRACT_REF = table('contract_ref', 'companies', {
  system: text().key(),
  ref: text().key(),
  id: uuid().named('contract_id'),
});
