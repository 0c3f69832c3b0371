import { latestXid } from '../../events/event.table.js';
import { boolean, code, day, instant, int, type Row, table, text, uuid } from '../../platform/sql/table.js';
import type { AccountType } from './account.js';

/** A company that we deal with, or might. */
export const ACCOUNT = table('account', 'companies', {
  id: uuid().key(),
  name: text(),
  /** Without case, for comparison. */
  nameKey: text(),
  type: code<AccountType>(),
  /** The reported type, if the deals of the account imply another one; null if `type` is the reported one. */
  toldType: code<AccountType>().nullable(),
  /** The day from which its deals may imply another type; null if the passing of time alone changes nothing. */
  reckonOn: day().nullable(),
  ownerRepId: uuid().nullable(),
  salesRepId: uuid().nullable(),
  managerRepId: uuid().nullable(),
  deliveryRepId: uuid().nullable(),
  parentId: uuid().nullable(),
  /** Until then its leads are for its owner alone. */
  protectedUntil: instant().nullable(),
  keeperRepId: uuid().nullable().default('COALESCE(manager_rep_id, owner_rep_id)'),
  createdAt: instant(),
  updatedAt: instant(),
  eventSeq: int(),
  eventXid: latestXid(),
});

export const ACCOUNT_DOMAIN = table('account_domain', 'companies', {
  domain: text().key(),
  accountId: uuid(),
  isBrand: boolean(),
  /** In the order in which they were given. */
  place: int(),
});

/** People of accounts, by whom leads are matched. */
export const ACCOUNT_CONTACT = table('account_contact', 'leads', {
  accountId: uuid().key(),
  place: int().key(),
  email: text().nullable().personal(),
  /** In the form in which those of leads are compared. */
  emailKey: text().nullable().personal(),
  phone: text().nullable().personal(),
  phoneKey: text().nullable().personal(),
});

export const ACCOUNT_REF = table('account_ref', 'companies', {
  system: text().key(),
  ref: text().key(),
  id: uuid().named('account_id'),
});

/** An external id, and the id of the account or deal that has it. */
export type Ref = Row<typeof ACCOUNT_REF>;
