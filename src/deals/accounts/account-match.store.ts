import { Injectable } from '@nestjs/common';
import type { Sql } from '../../platform/sql/database.js';
import { type Instant, toIso } from '../../platform/values/duration.js';
import type { AccountOwnerRole } from '../../routing/rules/rules.js';
import type { Account } from './account.js';
import { type FoundKeys, type LeadKeys, refKey } from './matching-accounts.js';

interface FoundRow {
  readonly way: 'ref' | 'domain' | 'brand' | 'email' | 'phone';
  readonly system: string | null;
  readonly key: string;
  readonly accountId: string;
}

/** What the routing of leads reads of an account. */
export type MatchRow = Pick<
  Account,
  'id' | 'name' | 'type' | 'domains' | 'brands' | 'refs' | 'ownerRepId' | 'protectedUntil'
> & { readonly salesRepId: string | null; readonly managerRepId: string | null };

@Injectable()
export class AccountMatchStore {
  /** Uses one statement for any number of leads. If several accounts share a contact, finds the oldest. */
  async findByKeys(sql: Sql, keys: readonly LeadKeys[]): Promise<FoundKeys> {
    const refs = keys.flatMap((each) => each.refs);
    const domains = new Set(keys.flatMap((each) => [...each.domains, ...each.parents]));
    const emails = new Set(keys.flatMap(({ email }) => email ?? []));
    const phones = new Set(keys.flatMap((each) => each.phones));
    const rows = await sql.rows<FoundRow>(
      // Looks each key up by itself: with the statistics of a freshly filled table, a join would read the whole table
      // for each key.
      `select case when is_brand then 'brand' else 'domain' end as way, null as system, asked.key, account_id as "accountId"
         from unnest($1::text[]) as asked (key)
        cross join lateral (select is_brand, account_id from account_domain where domain = asked.key limit 1) as named
       union all
       select 'ref', asked.system, asked.ref, account_id
         from unnest($2::text[], $3::text[]) as asked (system, ref)
        cross join lateral (
          select account_id from account_ref where system = asked.system and ref = asked.ref limit 1) as known
       union all
       select 'email', null, asked.key, account_id from unnest($4::text[]) as asked (key)
        cross join lateral (
          select account_id from account_contact where email_key = asked.key order by account_id limit 1) as contact
       union all
       select 'phone', null, asked.key, account_id from unnest($5::text[]) as asked (key)
        cross join lateral (
          select account_id from account_contact where phone_key = asked.key order by account_id limit 1) as contact`,
      [[...domains], refs.map(([system]) => system), refs.map(([, ref]) => ref), [...emails], [...phones]],
      'account-match',
    );
    const found = {
      refs: new Map<string, string>(),
      domains: new Map<string, { accountId: string; isBrand: boolean }>(),
      emails: new Map<string, string>(),
      phones: new Map<string, string>(),
    };
    for (const { way, system, key, accountId } of rows) {
      if (way === 'ref') found.refs.set(refKey(system!, key), accountId);
      else if (way === 'email') found.emails.set(key, accountId);
      else if (way === 'phone') found.phones.set(key, accountId);
      else found.domains.set(key, { accountId, isBrand: way === 'brand' });
    }
    return found;
  }

  readMany(sql: Sql, ids: readonly string[]): Promise<Map<string, MatchRow>> {
    return readMatchRows(sql, ids);
  }

  hasProtected(sql: Sql, now: Instant): Promise<boolean> {
    return sql.value(
      'select exists (select from account where protected_until > $1) as some',
      [toIso(now)],
      'account-has-protected',
    );
  }

  /** Reports whether an account has changed since an instant, or its protection has ended. */
  hasChanged(sql: Sql, since: Instant, now: Instant): Promise<boolean> {
    return sql.value(
      `select exists (select from account where updated_at > $1)
           or exists (select from account where protected_until > $1 and protected_until <= $2) as some`,
      [toIso(since), toIso(now)],
      'account-has-changed',
    );
  }
}

/** Reads accounts; an owner or role that is not set is that of the nearest account above that has one. */
export async function readMatchRows(sql: Sql, ids: readonly string[]): Promise<Map<string, MatchRow>> {
  const rows = await sql.rowsOf<MatchRow>(
    `with recursive line as (
       select id as of, 0 as height, owner_rep_id, sales_rep_id, manager_rep_id, parent_id
         from account where id = any ($1::uuid[])
       union all
       select line.of, line.height + 1, coalesce(line.owner_rep_id, parent.owner_rep_id),
              coalesce(line.sales_rep_id, parent.sales_rep_id),
              coalesce(line.manager_rep_id, parent.manager_rep_id), parent.parent_id
         from line
        cross join lateral (
          select owner_rep_id, sales_rep_id, manager_rep_id, parent_id
            from account where id = line.parent_id limit 1) as parent
        where line.owner_rep_id is null or line.sales_rep_id is null or line.manager_rep_id is null),
     served as (
       select distinct on (of) of, owner_rep_id, sales_rep_id, manager_rep_id from line order by of, height desc)
     select account.id, name, type, protected_until as "protectedUntil",
            served.owner_rep_id as "ownerRepId", served.sales_rep_id as "salesRepId",
            served.manager_rep_id as "managerRepId",
            coalesce(domains, '{}') as domains, coalesce(brands, '{}') as brands,
            (select coalesce(jsonb_object_agg(system, ref order by system), '{}') from account_ref
              where account_id = account.id) as refs
       from account
       join served on served.of = account.id
      cross join lateral (
        select array_agg(domain order by place) filter (where not is_brand) as domains,
               array_agg(domain order by place) filter (where is_brand) as brands
          from account_domain where account_id = account.id) as named
      where account.id = any ($1::uuid[])`,
    [ids],
    'account-match-read',
  );
  return new Map(rows.map((row) => [row.id, row]));
}

/** Returns those of the reps who have one of the roles at an account. */
export async function findHolders(
  sql: Sql,
  repIds: readonly string[],
  roles: ReadonlySet<AccountOwnerRole>,
): Promise<ReadonlySet<string>> {
  // An account is kept by its manager, and only what it is kept by has an index.
  const holders = await sql.column<string>(
    `select rep_id from unnest($1::uuid[]) as asked (rep_id)
      where ($2 and exists (select from account where owner_rep_id = rep_id))
         or ($3 and exists (select from account where sales_rep_id = rep_id))
         or ($4 and exists (select from account where keeper_rep_id = rep_id and manager_rep_id = rep_id))`,
    [repIds, roles.has('owner'), roles.has('sales'), roles.has('manager')],
    'account-holders',
  );
  return new Set(holders);
}

export function readContactsOf(
  sql: Sql,
  { emailKeys, phoneKeys }: { readonly emailKeys: readonly string[]; readonly phoneKeys: readonly string[] },
): Promise<object[]> {
  return sql.rows(
    `select account.id as "accountId", account.name as account, email, phone
       from account_contact join account on account.id = account_id
      where email_key = any ($1::text[]) or phone_key = any ($2::text[]) order by account.id, place`,
    [emailKeys, phoneKeys],
  );
}
