import { Injectable } from '@nestjs/common';
import { advancePlace } from '../../events/place.store.js';
import { refsOf } from '../../platform/input/path-ref.js';
import type { Sql } from '../../platform/sql/database.js';
import { insertSet, lockSet, readSet, updateSet } from '../../platform/sql/row-sets.js';
import { selectList } from '../../platform/sql/table.js';
import type { Day } from '../../platform/values/day.js';
import { pluck } from '../../platform/values/group.js';
import { caseless } from '../../platform/values/text.js';
import type { DealSight } from '../deal-sight.js';
import { isSeenBy } from '../deal-viewers.store.js';
import { ACCOUNT_ROLES, type Account, type AccountType } from './account.js';
import { ACCOUNT, ACCOUNT_CONTACT, ACCOUNT_DOMAIN, ACCOUNT_REF, type Ref } from './account.table.js';

const DERIVED = ['nameKey', 'salesRepId', 'managerRepId', 'deliveryRepId', 'keeperRepId'] as const;
const COLUMNS = `${selectList(ACCOUNT.without(...DERIVED), 'account')},
  jsonb_strip_nulls(jsonb_build_object('sales', sales_rep_id, 'manager', manager_rep_id, 'delivery', delivery_rep_id)) as roles,
  array(select domain from account_domain where account_id = account.id and not is_brand order by place) as domains,
  array(select domain from account_domain where account_id = account.id and is_brand order by place) as brands,
  (select coalesce(jsonb_agg(jsonb_build_object('email', email, 'emailKey', email_key, 'phone', phone, 'phoneKey', phone_key)
                             order by place), '[]') from account_contact where account_id = account.id) as contacts,
  (select coalesce(jsonb_object_agg(system, ref order by system), '{}') from account_ref where account_id = account.id) as refs`;

const HAS_REPS =
  '(num_nonnulls(account.owner_rep_id, account.sales_rep_id, account.manager_rep_id, account.delivery_rep_id) > 0)';

const CHANGING = [
  ...ACCOUNT.without('id', 'createdAt', 'eventXid', ...DERIVED),
  ACCOUNT.column('nameKey', ({ name }: Account) => caseless(name)),
  ...ACCOUNT_ROLES.map((role) => ACCOUNT.column(`${role}RepId`, ({ roles }: Account) => roles[role] ?? null)),
];
const NEW = [...ACCOUNT.columns('id'), ...CHANGING, ...ACCOUNT.columns('createdAt')];
const insert = insertSet<Account>('account', NEW, 'account-insert');
const update = updateSet<Account>(
  'account',
  ACCOUNT.columns('id'),
  CHANGING,
  'account-update',
  advancePlace('account'),
);
const insertDomains = insertSet('account_domain', ACCOUNT_DOMAIN.columns(), 'account-insert-domains');
const insertContacts = insertSet('account_contact', ACCOUNT_CONTACT.columns(), 'account-insert-contacts');
const insertRefs = insertSet('account_ref', ACCOUNT_REF.columns(), 'account-insert-refs');

interface AccountFilter {
  readonly id?: string;
  readonly ownerRepId?: string;
  readonly type?: AccountType;
  readonly q?: string;
  readonly domain?: string;
  readonly ref?: Pick<Ref, 'system' | 'ref'>;
}

@Injectable()
export class AccountStore {
  async insertMany(tx: Sql, accounts: readonly Account[]): Promise<void> {
    if (accounts.length === 0) return;
    await insert(tx, accounts);
    await this.insertNames(tx, accounts);
  }

  /** The caller has locked the accounts. */
  async updateMany(tx: Sql, accounts: readonly Account[]): Promise<void> {
    if (accounts.length === 0) return;
    const ids = accounts.map(({ id }) => id);
    await update(tx, accounts);
    await tx.query('delete from account_domain where account_id = any ($1::uuid[])', [ids]);
    await tx.query('delete from account_contact where account_id = any ($1::uuid[])', [ids]);
    await tx.query('delete from account_ref where account_id = any ($1::uuid[])', [ids]);
    await this.insertNames(tx, accounts);
  }

  private async insertNames(tx: Sql, accounts: readonly Account[]): Promise<void> {
    const domains = accounts.flatMap(({ id, domains: own, brands }) =>
      [...own, ...brands].map((domain, place) => ({ domain, accountId: id, isBrand: place >= own.length, place })),
    );
    const contacts = accounts.flatMap(({ id, contacts: own }) =>
      own.map((each, place) => ({ ...each, accountId: id, place })),
    );
    await insertDomains(tx, domains);
    await insertContacts(tx, contacts);
    await insertRefs(tx, refsOf(accounts));
  }

  /** Locks accounts in the order of their ids; skips unknown ids. */
  readonly lockMany = lockSet<Account>('account', COLUMNS, 'account-lock');

  /** Returns the accounts that have no reps at all, or that these reps see. */
  async findOpenTo(sql: Sql, ids: readonly string[], repIds: readonly string[]): Promise<Set<string>> {
    return new Set(
      await sql.column<string>(
        `select id from account
        where id = any ($1::uuid[])
          and (not ${HAS_REPS} or ${isSeenBy('account', '$2::uuid[]')})`,
        [ids, repIds],
        'account-open-to',
      ),
    );
  }

  /** Returns the leads whose account has reps, but is not seen by the owner of the lead. */
  async findClosed(
    sql: Sql,
    leads: readonly { readonly leadId: string; readonly accountId: string; readonly ownerRepId: string | null }[],
  ): Promise<Set<string>> {
    if (leads.length === 0) return new Set();
    return new Set(
      await sql.column<string>(
        `select asked.lead_id
           from unnest($1::uuid[], $2::uuid[], $3::uuid[]) as asked (lead_id, account_id, rep_id)
           join account on account.id = asked.account_id
          where ${HAS_REPS} and not ${isSeenBy('account', 'array[asked.rep_id]')}`,
        [pluck(leads, 'leadId'), pluck(leads, 'accountId'), pluck(leads, 'ownerRepId')],
        'account-closed',
      ),
    );
  }

  readonly readMany = readSet<Account>('account', COLUMNS, 'account-read-many');

  async findByDomains(sql: Sql, domains: readonly string[]): Promise<Map<string, string>> {
    const rows = await sql.rows<{ domain: string; id: string }>(
      'select domain, account_id as id from account_domain where domain = any ($1::text[])',
      [domains],
    );
    return new Map(rows.map(({ domain: found, id }) => [found, id]));
  }

  /** Returns the oldest account of each name, by caseless name. @param withDomain also accounts with a domain */
  findByNames(sql: Sql, names: readonly string[], withDomain: boolean): Promise<Map<string, string>> {
    return sql.map(
      `select distinct on (name_key) name_key as key, id from account
        where name_key = any ($1::text[])
          and ($2 or not exists (select from account_domain where account_id = account.id))
        order by name_key, id`,
      [names.map(caseless), withDomain],
    );
  }

  /** Returns the parents of accounts and of all their ancestors, by id; null for an account without a parent. */
  readParents(sql: Sql, ids: readonly string[]): Promise<Map<string, string | null>> {
    return sql.mapOf(
      `with recursive line as (
         select id, parent_id from account where id = any ($1::uuid[])
         union
         select account.id, account.parent_id from line join account on account.id = line.parent_id)
       select id, parent_id as "parentId" from line`,
      [ids],
    );
  }

  readOf(sql: Sql, repId: string): Promise<string[]> {
    return sql.column(
      'select id from account where $1 in (owner_rep_id, sales_rep_id, manager_rep_id, delivery_rep_id) order by id',
      [repId],
      'account-of',
    );
  }

  /** Deletes contacts of accounts. @returns how many */
  async eraseContacts(tx: Sql, emailKeys: readonly string[], phoneKeys: readonly string[]): Promise<number> {
    const { count } = await tx.query(
      'delete from account_contact where email_key = any ($1::text[]) or phone_key = any ($2::text[])',
      [emailKeys, phoneKeys],
    );
    return count;
  }

  findByRefs(sql: Sql, refs: readonly Pick<Ref, 'system' | 'ref'>[]): Promise<Ref[]> {
    return sql.rowsOf(
      `select system, ref, account_id as id from account_ref
        where (system, ref) in (select unnest($1::text[]), unnest($2::text[]))`,
      [refs.map(({ system }) => system), refs.map((each) => each.ref)],
    );
  }

  /** Returns accounts whose type may change by a day, the earliest first. The caller holds the lock on all deals. */
  readToReckon(sql: Sql, day: Day, limit: number): Promise<Account[]> {
    return sql.rows(
      `select ${COLUMNS} from account where reckon_on <= $1 order by reckon_on, id limit $2`,
      [day, limit],
      'account-to-reckon',
    );
  }

  /** Returns accounts in order of creation, after an id. */
  readPage(
    sql: Sql,
    { id, ownerRepId, type, q, domain: of, ref: as }: AccountFilter,
    sight: DealSight,
    after: string | null,
    limit: number,
  ): Promise<Account[]> {
    return sql.rows(
      `select ${COLUMNS} from account
        where ($1::uuid is null or id > $1)
          and ($2::uuid is null or owner_rep_id = $2)
          and ($3::text is null or type = $3)
          and ($4::text is null or id = (select account_id from account_domain where domain = $4))
          and ($5::text is null or id = (select account_id from account_ref where system = $5 and ref = $6))
          and ($10::uuid is null or id = $10)
          and ($11::text is null or strpos(name_key, $11) > 0 or exists (
            select from account_domain where account_id = account.id and strpos(domain, $11) > 0))
          and ($7 or ${isSeenBy('account', '$8::uuid[]')})
        order by id limit $9`,
      [
        ...[after, ownerRepId ?? null, type ?? null, of ?? null, as?.system ?? null, as?.ref ?? null],
        ...[sight.all, sight.repIds, limit, id ?? null, q === undefined ? null : caseless(q)],
      ],
    );
  }
}
