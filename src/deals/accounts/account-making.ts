import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { type AccountCase, RowCase } from '../row-case.js';
import type { Account } from './account.js';

/** What is known of an account before it is one. */
export type NewAccount = Omit<Account, 'createdAt' | 'updatedAt' | 'eventSeq'>;

/** A new account; the caller writes it. */
export function beginAccount(work: UnitOfWork, fields: NewAccount): AccountCase {
  const row = { ...fields, createdAt: work.now, updatedAt: work.now, eventSeq: 0 };
  const account = new RowCase<Account>('account', row, null);
  work.record(account, 'account.created', { type: row.type, ownerRepId: row.ownerRepId });
  return account;
}

/** @param changed names of the fields that differ, as the event tells them; none changes nothing */
export function changeAccount(
  work: UnitOfWork,
  account: AccountCase,
  fields: Partial<NewAccount>,
  changed: readonly string[],
): void {
  if (changed.length === 0) return;
  account.row = { ...account.row, ...fields };
  const { type, ownerRepId } = account.row;
  work.record(account, 'account.updated', { type, ownerRepId, fields: changed });
}
