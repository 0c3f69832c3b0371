import { Injectable } from '@nestjs/common';
import type { Deal, DealStage } from '../../deals/deal.js';
import type { SetupCheck, SetupWarning } from '../../directory/setup-checks.js';
import type { Invariants } from '../../events/verified.js';
import type { Sql } from '../../platform/sql/database.js';
import { type Row, selectList } from '../../platform/sql/table.js';
import type { Day } from '../../platform/values/day.js';
import { counted } from '../../platform/values/words.js';
import { CONTRACT } from '../contracts/contract.table.js';
import { decidedAgainst } from './renewal.js';

@Injectable()
export class RenewalStore {
  /** Returns the deals that renew the terms of a contract, in order. */
  findOf(sql: Sql, contractId: string): Promise<string[]> {
    return sql.column(
      'select id from deal where contract_id = $1 and contract_term is not null order by contract_term',
      [contractId],
      'renewals-of-contract',
    );
  }

  /** Returns the reps who own the accounts of contracts, look after them, or own their open renewals, by contract. */
  readOwners(sql: Sql, contractIds: readonly string[]): Promise<Map<string, string[]>> {
    return sql.map(
      `select contract.id, array_remove(array[account.owner_rep_id, account.keeper_rep_id] || array(
                select owner_rep_id from deal
                 where deal.contract_id = contract.id and deal.contract_term is not null and deal.stage = 'open'), null) as owners
         from contract join account on account.id = contract.account_id
        where contract.id = any ($1::uuid[])`,
      [contractIds],
      'contract-owners',
    );
  }

  /** Returns renewals whose amounts may still be those of a year, by id. */
  findYearly(sql: Sql, limit: number): Promise<string[]> {
    return sql.column('select id from deal where amount_is_yearly order by id limit $1', [limit], 'renewal-yearly');
  }

  /**
   * Returns contracts that ended before a day and do not renew by themselves, with a renewal that is still open, or that
   * was lost without a notice.
   */
  findEnded(sql: Sql, day: Day, limit: number): Promise<string[]> {
    return sql.column(
      `select contract.id from deal join contract on contract.id = contract_id
        where (stage = 'open' or stage = 'lost' and contract_problem is not null)
          and contract_term is not null and last_day_for_notice < $1::date and contract.ends_on < $1::date and renew_on is null
        order by last_day_for_notice, deal.id limit $2`,
      [day, limit],
      'renewal-ended',
    );
  }
}

export function readAccountsOfContracts(sql: Sql, ids: readonly string[]): Promise<Map<string, string>> {
  return sql.map(
    'select id, account_id as "accountId" from contract where id = any ($1::uuid[])',
    [ids],
    'contract-accounts',
  );
}

/** What deliveries propose changes nothing of a contract. */
const PROPOSAL_EVENTS = ['contract.amendmentProposed', 'contract.proposalClosed'] as const;
/** The events by which the ends of renewals change their contracts. */
const ENDS_OF_RENEWALS = ['contract.renewed', 'contract.noticeGiven'] as const;

/** Returns the renewals whose ends are not the latest changes of their contracts. */
export function readBoundRenewals(sql: Sql, dealIds: readonly string[]): Promise<string[]> {
  return sql.columnOf(
    `select deal.id from deal join contract on contract.id = deal.contract_id
      where deal.id = any ($1::uuid[])
        and not exists (
          select from event as act
           where act.subject_id = contract.id and act.type = any ($2) and act.data->>'byDealId' = deal.id::text
             and not exists (
               select from event as later
                where later.subject_id = contract.id and later.subject_seq > act.subject_seq and later.type <> all ($3)))`,
    [dealIds, ENDS_OF_RENEWALS, PROPOSAL_EVENTS],
    'renewals-bound',
  );
}

/** Returns why renewals may not be moved to stages by hand, by deal id. The caller has the lock of all deals. */
export async function readDecidedRenewals(
  sql: Sql,
  moves: readonly { readonly deal: Deal; readonly stage: DealStage }[],
  today: Day,
): Promise<Map<string, string>> {
  const { rows } = await sql.query<Row<typeof CONTRACT>>(
    `select ${selectList(CONTRACT.columns())} from contract where id = any ($1::uuid[])`,
    [moves.map(({ deal }) => deal.contractId)],
    'renewal-decided',
  );
  const contracts = new Map(rows.map((contract) => [contract.id, contract]));
  return new Map(
    moves.flatMap(({ deal, stage }) => {
      const why = decidedAgainst(stage, contracts.get(deal.contractId!)!, deal.contractTerm!, today);
      return why === undefined ? [] : [[deal.id, why] as const];
    }),
  );
}

export const RENEWAL_CHECK: SetupCheck = {
  codes: ['renewalWithoutOwner', 'renewalAgainstContract'],
  find: async ({ sql }) => [...(await withoutOwner(sql)), ...(await againstContracts(sql))],
};

async function withoutOwner(sql: Sql): Promise<SetupWarning[]> {
  const { count, accountId } = await readWithoutOwner(sql);
  if (count === 0) return [];
  const text = `${counted(count, 'open renewal')} of contracts ${count === 1 ? 'has' : 'have'} no owner, because ${count === 1 ? 'its account has' : 'their accounts have'} none: PATCH /v1/accounts/${accountId} with ownerRepId. GET /v1/deals?type=renewal&stage=open lists them, those without ownerRepId among them.`;
  return [{ code: 'renewalWithoutOwner', text }];
}

/** Renewals that were won or lost by a report, of contracts that say otherwise. */
async function againstContracts(sql: Sql): Promise<SetupWarning[]> {
  const count = await sql.value<number>(
    'select count(*)::int from deal where contract_term is not null and contract_problem is not null',
    [],
    'renewals-against-contracts',
  );
  if (count === 0) return [];
  const [are, their] = count === 1 ? ['is', 'its contract does'] : ['are', 'their contracts do'];
  const text = `${counted(count, 'renewal')} ${are} won or lost, and ${their} not say so: renew them, or record the notices. GET /v1/deals?type=renewal&contract=missing lists them.`;
  return [{ code: 'renewalAgainstContract', text }];
}

/** Returns their number, and the account of the one that is decided first. */
function readWithoutOwner(sql: Sql): Promise<{ count: number; accountId: string | null }> {
  return sql.one(
    `select count(*)::int as count, (array_agg(account_id order by last_day_for_notice, id))[1] as "accountId"
       from deal where stage = 'open' and contract_term is not null and owner_rep_id is null`,
    [],
    'renewal-without-owner',
  );
}

/** Invariants of the deals that renew contracts. */
export const RENEWAL_INVARIANTS: Invariants = {
  deal: {
    'a term of a contract has one renewal at most': `
      select 'contract ' || contract_id as row, contract_term as term, count(*)::int as deals
        from deal where contract_term is not null group by contract_id, contract_term having count(*) > 1`,
    'an open renewal belongs to the present term of its contract, and to the account of the contract': `
      select 'deal ' || deal.id as row, contract_term as term, jsonb_array_length(terms) as terms, notice->>'givenOn' as notice
        from deal join contract on contract.id = contract_id
       where stage = 'open' and contract_term is not null
         and (contract_term <> jsonb_array_length(terms) or notice is not null or deal.account_id <> contract.account_id
           or contract.renew_on is null and contract.ends_on < (contract.updated_at at time zone 'utc')::date - 1)`,
    'a renewal was ended in the way that its contract shows': `
      select 'deal ' || deal.id as row, contract_term as term, ended_by as "endedBy", jsonb_array_length(terms) as terms
        from deal join contract on contract.id = contract_id
       where (ended_by in ('renewed', 'auto')) is distinct from (contract_term < jsonb_array_length(terms))
         and ended_by is not null
          or ended_by = 'notice' and churn_reason is distinct from notice->>'reason'`,
    'a won or lost renewal agrees with its contract, or says what is missing there': `
      select 'deal ' || deal.id as row, deal.stage, contract_term as term, jsonb_array_length(terms) as terms
        from deal join contract on contract.id = contract_id
       where contract_term is not null and stage <> 'open' and ended_by is null and contract_problem is null
         and withdrawn_at is null
         and case stage when 'won' then contract_term = jsonb_array_length(terms)
                        else contract_term < jsonb_array_length(terms)
                          or contract_term = jsonb_array_length(terms) and notice is null and renew_on is not null end`,
    'a contract is not due to get a renewal that it has': `
      select 'contract ' || contract.id as row, renewal_by::text as "renewalBy", deal.id as deal
        from contract join deal on contract_id = contract.id and contract_term = jsonb_array_length(terms)
       where renewal_by is not null`,
  },
};
