import type { Sql } from '../../platform/sql/database.js';
import type { Day } from '../../platform/values/day.js';
import { stepsOf } from '../contracts/arr-steps.js';
import type { Contract } from '../contracts/contract.js';

/** A change by another deal, with the deal that sold the contract. */
interface ChangeByOther extends OthersChange {
  readonly soldByDealId: string;
  /** The contract that was sold, even if the line has moved to another since. */
  readonly soldContractId: string;
}

/** Returns the changes of ARR, by day, of what other deals have added to the contracts that deals sold. */
export async function readChangesByOthers(sql: Sql, dealIds: readonly string[]): Promise<ChangeByOther[]> {
  const { rows } = await sql.query<SharedContract & Pick<ChangeByOther, 'soldByDealId' | 'soldContractId'>>(
    `with recursive own as (
       select id, id as sold_id, deal_id from contract where deal_id = any ($1::uuid[])
       union all
       select contract.id, own.sold_id, own.deal_id from contract join own on contract.moved_from_contract_id = own.id)
     select own.deal_id as "soldByDealId", own.sold_id as "soldContractId",
            contract.currency, contract.lines, contract.held_by as "heldBy", contract.terms, contract.notice
       from own join contract on contract.id = own.id
      where exists (select from jsonb_array_elements(contract.lines) as line where (line->>'dealId')::uuid <> own.deal_id)`,
    [dealIds],
    'arr-changes-by-others',
  );
  return rows.flatMap(({ soldByDealId, soldContractId, ...contract }) =>
    changesByOthers(contract, soldByDealId).map((each) => ({ ...each, soldByDealId, soldContractId })),
  );
}

/** What says how much of a contract other deals have added. */
type SharedContract = Pick<Contract, 'currency' | 'lines' | 'heldBy' | 'terms' | 'notice'>;

interface OthersChange {
  readonly currency: string;
  readonly day: Day;
  /** Minor units. */
  readonly change: bigint;
}

/**
 * Returns the changes of ARR by what other deals have added to the contract of a deal, whichever account has it. It is
 * theirs: counted for the deal it would hide a loss, which later additions do not make up for.
 */
function changesByOthers(contract: SharedContract, dealId: string): OthersChange[] {
  const lines = contract.lines.filter((line) => line.dealId !== undefined && line.dealId !== dealId);
  const { currency } = contract;
  return stepsOf({ ...contract, lines }).map(({ onDay: day, change }) => ({ currency, day, change }));
}
