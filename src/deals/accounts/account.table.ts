import { boolean, code, day, instant, int, type Row, table, text, uuid } from '../../platform/table.js';
import type { AccountType } from './account.js';

/** A company that we deal with, or might. */
export const ACCOUNT = table('account', 'companies', {
  id: uuid().key(),
  name: text(),
  /** As it is compared: without case. */
  nameKey: text(),
  type: code<AccountType>(),
  /** What somebody has said that it is, where its deals say something else by now; null where its type is what was said. */
  toldType: code<AccountType>().nullable(),
  /** The day from which its deals may say something else; null where they do not by themselves. */
  reckonOn: day().nullable(),
  ownerRepId: uuid().nullable(),
  salesRepId: uuid().nullable(),
  managerRepId: uuid().nullable(),
  deliveryRepId: uuid().nullable(),
  /** The account that it belongs to. */
  parentId: uuid().nullable(),
  /** Until then its leads are for its owner alone. */
  protectedUntil: instant().nullable(),
  keeperRepId: uuid().nullable().default('COALESCE(manager_rep_id, owner_rep_id)'),
  createdAt: instant(),
  updatedAt: instant(),
  /** The number of its latest event. */
  eventSeq: int(),
});

export const ACCOUNT_DOMAIN = table('account_domain', 'companies', {
  domain: text().key(),
  accountId: uuid(),
  isBrand: boolean(),
  /** In the order in which they were given. */
  place: int(),
});

/** People of accounts, by whom leads are known. */
export const ACCOUNT_CONTACT = table('account_contact', 'leads', {
  accountId: uuid().key(),
  /** In the order in which they were given. */
  place: int().key(),
  email: text().nullable().personal(),
  /** As those of leads are compared. */
  emailKey: text().nullable().personal(),
  phone: text().nullable().personal(),
  phoneKey: text().nullable().personal(),
});

/** The ids of accounts in other systems. */
export const ACCOUNT_REF = table('account_ref', 'companies', {
  system: text().key(),
  ref: text().key(),
  id: uuid().named('account_id'),
});

/** An id in another system. `id` is that of what it stands for. */
export type Ref = Row<typeof ACCOUNT_REF>;
