import type { EventData } from '../../events/event.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { type AccountCase, RowCase } from '../row-case.js';
import type { Account } from './account.js';

/** What is known of an account before it is one. */
export type NewAccount = Omit<Account, 'toldType' | 'reckonOn' | 'createdAt' | 'updatedAt' | 'eventSeq'>;

/** A new account; the caller writes it. */
export function beginAccount(work: UnitOfWork, fields: NewAccount): AccountCase {
  const row = { ...fields, toldType: null, reckonOn: null, createdAt: work.now, updatedAt: work.now, eventSeq: 0 };
  const account = new RowCase<Account>('account', row, null);
  work.record(account, 'account.created', factsOf(row));
  return account;
}

/** @param changed names of the fields that differ, as the event tells them; none changes nothing */
export function changeAccount(
  work: UnitOfWork,
  account: AccountCase,
  fields: Partial<Account>,
  changed: readonly string[],
): void {
  if (changed.length === 0) return;
  account.row = { ...account.row, ...fields };
  work.record(account, 'account.updated', { ...factsOf(account.row), fields: changed });
}

function factsOf({ type, ownerRepId, roles }: Account): EventData {
  return { type, ownerRepId, roles };
}
