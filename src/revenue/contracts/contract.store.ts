import { Injectable } from '@nestjs/common';
import type { DealSight } from '../../deals/deal-sight.js';
import { isSeenBy } from '../../deals/deal-viewers.store.js';
import { changedSinceMade } from '../../events/changed-since-made.js';
import { advancePlace } from '../../events/place.store.js';
import { type PathRef, refsOf } from '../../platform/input/path-ref.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { insertSet, lockFreeSet, lockSet, readSet, updateSet } from '../../platform/sql/row-sets.js';
import { type Row, selectList } from '../../platform/sql/table.js';
import type { Day } from '../../platform/values/day.js';
import { awaitsReminder, HAS_OPEN, hasOverdue } from '../proposals/proposal-conditions.js';
import type { Contract } from './contract.js';
import { CONTRACT, CONTRACT_REF } from './contract.table.js';

type ContractRef = Row<typeof CONTRACT_REF>;

const COLUMNS = `${selectList(CONTRACT.columns(), 'contract')},
  (select coalesce(jsonb_object_agg(system, contract_ref.ref order by system), '{}')
     from contract_ref where contract_id = contract.id) as refs`;
const insert = insertSet<Contract>('contract', CONTRACT.without('eventXid'), 'contract-insert');
const update = updateSet<Contract>(
  'contract',
  CONTRACT.columns('id'),
  CONTRACT.without('id', 'createdAt', 'eventXid'),
  'contract-update',
  advancePlace('contract'),
);
const insertRefs = insertSet<ContractRef>('contract_ref', CONTRACT_REF.columns(), 'contract-insert-refs');

/** Key of the advisory lock, unlike that of any other lock. */
const CONTRACTS_LOCK = 7_301_982_378;

interface ContractFilter {
  readonly id?: string;
  readonly accountId?: string;
  readonly externalId?: string;
  readonly ref?: PathRef;
  /** The day up to which a proposed amendment was to be answered; null for any. */
  readonly answerBy?: Day | null;
}

/** SQL for how long contracts last, and which deals last like them. */
export const LASTING = {
  lastsLike: `exists (
    select from contract
     where (contract.id = deal.contract_id or contract.deal_id = deal.id) and contract.account_id = deal.account_id
       and contract.withdrawn_at is null)`,
  lasting: 'select account_id, ends_on from contract where withdrawn_at is null',
};

@Injectable()
export class ContractStore {
  /** Serializes the creation of contracts, so that each external id gets one. Call it before locking any row. */
  async lockMaking(tx: Tx): Promise<void> {
    await tx.query('select pg_advisory_xact_lock($1)', [CONTRACTS_LOCK], 'contract-lock-making');
  }

  async insertMany(tx: Sql, contracts: readonly Contract[]): Promise<void> {
    if (contracts.length === 0) return;
    await insert(tx, contracts);
    await insertRefs(tx, refsOf(contracts));
  }

  /** The caller has locked the contracts. */
  async updateMany(tx: Sql, contracts: readonly Contract[]): Promise<void> {
    if (contracts.length === 0) return;
    await update(tx, contracts);
    await tx.query('delete from contract_ref where contract_id = any ($1::uuid[])', [contracts.map(({ id }) => id)]);
    await insertRefs(tx, refsOf(contracts));
  }

  readonly lockMany = lockSet<Contract>('contract', COLUMNS, 'contract-lock');

  /** Like `lockMany`, but skips contracts that others have locked. */
  readonly lockFree = lockFreeSet<Contract>('contract', COLUMNS, 'contract-lock-free');

  /** Returns contracts that renew by themselves by a day, the earliest first. */
  findRenewing(sql: Sql, day: Day, limit: number): Promise<string[]> {
    return sql.column(
      'select id from contract where renew_on <= $1::date order by renew_on, id limit $2',
      [day, limit],
      'contract-renewing',
    );
  }

  /** Returns contracts with a proposed amendment that nobody has answered in time, and of which somebody can be reminded. */
  findToRemindOf(sql: Sql, today: Day, limit: number): Promise<string[]> {
    return sql.column(
      `select id from contract where withdrawn_at is null and ${awaitsReminder('$1', 'contract.account_id')}
        order by id limit $2`,
      [today, limit],
      'contract-to-remind-of',
    );
  }

  /**
   * Returns contracts with a renewal that has no deal yet and can still be decided, and that is to be talked about through
   * a day, or before, but not before half of the term is left.
   */
  findRenewable(sql: Sql, { from, through }: { from: Day; through: Day }, limit: number): Promise<string[]> {
    return sql.column(
      `select id from contract
        where renewal_by >= $1::date and talk_by <= $2::date and talk_from <= $1::date order by talk_by, id limit $3`,
      [from, through, limit],
      'contract-renewable',
    );
  }

  /** Records that the present terms of contracts have renewal deals. The caller has locked the contracts. */
  async noteRenewals(tx: Tx, ids: readonly string[]): Promise<void> {
    await tx.query(
      'update contract set renewal_by = null where id = any ($1::uuid[])',
      [ids],
      'contract-note-renewals',
    );
  }

  read(sql: Sql, id: string): Promise<Contract | undefined> {
    return sql.row(`select ${COLUMNS} from contract where id = $1`, [id], 'contract-read');
  }

  /** Skips unknown ids. */
  readonly readMany = readSet<Contract>('contract', COLUMNS, 'contract-read-many');

  readByExternalId(sql: Sql, externalId: string): Promise<Contract | undefined> {
    return sql.row(`select ${COLUMNS} from contract where external_id = $1`, [externalId]);
  }

  findByExternalIds(sql: Sql, externalIds: readonly string[]): Promise<Map<string, string>> {
    return sql.mapOf('select external_id, id from contract where external_id = any ($1::text[])', [externalIds]);
  }

  /** Returns those of some contracts that nobody has changed, that are not invoiced or used, and whose renewals rest. */
  findUntouched(sql: Sql, ids: readonly string[]): Promise<string[]> {
    return sql.column(
      `select id from contract
        where id = any ($1::uuid[]) and withdrawn_at is null
          and not ${changedSinceMade('contract.id', "event.actor_type <> 'system'")}
          and not exists (select from invoice where invoice.contract_id = contract.id)
          and not exists (select from usage_report where usage_report.contract_id = contract.id)
          and not exists (select from contract as moved where moved.moved_from_contract_id = contract.id)
          and not exists (
            select from deal join event on event.subject_id = deal.id and event.actor_type <> 'system'
             where deal.contract_id = contract.id)
        order by id`,
      [ids],
    );
  }

  /** Returns the present contracts of an account, without withdrawn ones. */
  readOfAccount(sql: Sql, accountId: string): Promise<Contract[]> {
    return sql.rows(
      `select ${COLUMNS} from contract where account_id = $1 and withdrawn_at is null order by id`,
      [accountId],
      'contract-of-account',
    );
  }

  /** Returns the contracts that deals sold, the oldest first. */
  findByDeals(sql: Sql, dealIds: readonly string[]): Promise<{ id: string; dealId: string }[]> {
    return sql.rowsOf(
      `select id, deal_id as "dealId" from contract
        where deal_id = any ($1::uuid[]) and withdrawn_at is null order by id`,
      [dealIds],
      'contract-by-deals',
    );
  }

  /** Returns the contracts to which lines of these have moved, directly or through others. */
  findMovedFrom(sql: Sql, ids: readonly string[]): Promise<string[]> {
    return sql.columnOf(
      `with recursive moved as (
         select id from contract where moved_from_contract_id = any ($1::uuid[])
         union
         select contract.id from contract join moved on contract.moved_from_contract_id = moved.id)
       select id from moved`,
      [ids],
      'contract-moved-from',
    );
  }

  findByRefs(sql: Sql, refs: readonly PathRef[]): Promise<ContractRef[]> {
    return sql.rowsOf(
      `select system, ref, contract_id as id from contract_ref
        where (system, ref) in (select unnest($1::text[]), unnest($2::text[]))`,
      [refs.map(({ system }) => system), refs.map((each) => each.ref)],
    );
  }

  /** Returns contracts of visible accounts by id, after one. A withdrawn contract is found only by its own id. */
  readPage(
    sql: Sql,
    { id, accountId, externalId, ref: as, answerBy }: ContractFilter,
    sight: DealSight,
    after: string | null,
    limit: number,
  ): Promise<Contract[]> {
    return sql.rows(
      `select ${COLUMNS} from contract join account on account.id = contract.account_id
        where ($1::uuid is null or contract.id > $1)
          and ($2::uuid is null and contract.withdrawn_at is null or contract.id = $2)
          and ($3::uuid is null or contract.account_id = $3)
          and ($4::text is null or contract.external_id = $4)
          and ($5::text is null or contract.id = (select contract_id from contract_ref where system = $5 and contract_ref.ref = $6))
          and ($7 or ${isSeenBy('account', '$8::uuid[]')})
          and (not $9 or ${HAS_OPEN} and ($10::text is null or ${hasOverdue('$10')}))
        order by contract.id limit $11`,
      [
        ...[after, id ?? null, accountId ?? null, externalId ?? null, as?.system ?? null, as?.ref ?? null],
        ...[sight.all, sight.repIds, answerBy !== undefined, answerBy ?? null, limit],
      ],
    );
  }
}
