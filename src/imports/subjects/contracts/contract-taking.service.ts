import { Injectable } from '@nestjs/common';
import { AccountStore } from '../../../deals/accounts/account.store.js';
import { DealAccounts } from '../../../deals/accounts/deal-accounts.service.js';
import { DealStore } from '../../../deals/deal.store.js';
import { LifecycleService, type TransactionContext } from '../../../lifecycle/lifecycle.service.js';
import { readEntries } from '../../../platform/input/entries.js';
import type { Fault } from '../../../platform/input/fault.js';
import type { PathRef } from '../../../platform/input/path-ref.js';
import { Turns } from '../../../platform/running/turns.js';
import type { Tx } from '../../../platform/sql/database.js';
import { groupBy, pluck } from '../../../platform/values/group.js';
import { ContractBody } from '../../../revenue/contracts/contract.schema.js';
import { ContractStore } from '../../../revenue/contracts/contract.store.js';
import { ContractsService } from '../../../revenue/contracts/contracts.service.js';
import { WithdrawingContracts } from '../../../revenue/contracts/withdrawing.service.js';
import type { FileImport } from '../../import.store.js';
import { MadeStore } from '../../made.store.js';
import { planColumns } from '../../mapping/planned-column.js';
import { takeInOwn, workOf } from '../own-transaction.service.js';
import { RowFields } from '../row-fields.js';
import type { Batch, RowOutcome, SubjectTaking, TakenBackCounts, Undoer } from '../subject.js';
import { CONTRACTS } from './contracts.shape.js';
import {
  contractOfRow,
  contractOfRows,
  fieldAt,
  type KnownContract,
  type NamedIds,
  type RowContract,
} from './row-contract.js';

const AT_ONCE = 200;
const NEW: KnownContract = { reported: null, isOfFile: false };

interface SoundRow {
  readonly place: number;
  readonly row: RowFields;
  readonly contract: RowContract;
}

/** What exists of what rows name. */
interface Known {
  readonly accountOf: (contract: RowContract) => string | undefined;
  readonly dealOf: (contract: RowContract) => string | undefined;
  readonly contracts: ReadonlyMap<string, KnownContract>;
}

/** The rows of a contract, with the body of the request that they make. */
interface Together {
  readonly key: PathRef;
  readonly rows: readonly SoundRow[];
  readonly body: unknown;
}

/** Rows as contracts: each row is a line, and several rows may be about one contract. */
@Injectable()
export class ContractTaking implements SubjectTaking {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly contracts: ContractsService,
    private readonly withdrawing: WithdrawingContracts,
    private readonly store: ContractStore,
    private readonly accounts: AccountStore,
    private readonly dealAccounts: DealAccounts,
    private readonly deals: DealStore,
    private readonly made: MadeStore,
  ) {}

  take(batch: Batch): Promise<void> {
    return takeInOwn(this.lifecycle, batch, async (context) => {
      await this.contracts.lock(context.tx);
      return this.takeIn(context, batch);
    });
  }

  /** Withdraws them: they are as if they had never been, and their ids are free again. */
  takeBack(of: FileImport, after: string | null, by: Undoer): Promise<string | null> {
    return this.lifecycle.performDue(async (context) => {
      const { tx } = context;
      await this.contracts.lock(tx);
      const ids = await this.made.find(tx, of.id, 'contract', after, AT_ONCE);
      if (ids.length === 0) return null;
      const work = workOf(this.lifecycle, context, of, by);
      const withdrawn = await this.withdrawing.withdraw(tx, work, ids);
      await this.lifecycle.save(tx, work);
      await this.made.noteUndone(tx, of.id, 'contract', withdrawn);
      return ids.at(-1)!;
    });
  }

  finishUndo(tx: Tx, importId: string): Promise<TakenBackCounts> {
    return this.made.count(tx, importId, 'contract');
  }

  private async takeIn(context: TransactionContext, batch: Batch): Promise<readonly RowOutcome[]> {
    const { of } = batch;
    const outcomes: RowOutcome[] = [];
    const sound = await readRows(context, batch, outcomes);
    const known = await this.lookUp(context.tx, of, pluck(sound, 'contract'));
    const { currency } = context.directory.content.settings;
    const together = [...groupBy(sound, ({ contract: { key } }) => keyOf(key)).values()].flatMap((rows): Together[] => {
      const names = namesIn(rows, known);
      if (names === null) {
        refuseAll(outcomes, rows, []);
        return [];
      }
      const { key } = rows[0]!.contract;
      const contracts = pluck(rows, 'contract');
      const body = contractOfRows(contracts, known.contracts.get(keyOf(key)) ?? NEW, names, currency);
      return [{ key, rows, body }];
    });
    const read = await readEntries<ContractBody>(ContractBody, pluck(together, 'body'));
    const reports = read.flatMap(({ body, faults, index }) => {
      const { key, rows } = together[index]!;
      if (faults.length === 0) return [{ ...key, body, rows }];
      refuseAll(outcomes, rows, faults);
      return [];
    });
    const work = workOf(this.lifecycle, context, of);
    const taken = await this.contracts.takeWith(context, work, reports);
    await this.lifecycle.save(context.tx, work);
    for (const [index, result] of taken.entries()) {
      const { rows } = reports[index]!;
      if ('faults' in result) refuseAll(outcomes, rows, result.faults);
      else {
        const { row, isNew, changed } = result;
        for (const [nth, { place }] of rows.entries()) {
          if (isNew && nth === 0) outcomes[place] = { status: 'created', made: [{ kind: 'contract', id: row.id }] };
          else outcomes[place] = { status: changed ? 'joined' : 'unchanged' };
        }
      }
    }
    return outcomes;
  }

  private async lookUp(tx: Tx, of: FileImport, rows: readonly RowContract[]): Promise<Known> {
    const names = rows.flatMap(({ accountName }) => accountName ?? []);
    const accountIds = await this.dealAccounts.findKnown(tx, names);
    const byName = new Map(names.map((name, place) => [name, accountIds[place] ?? undefined]));
    const byAccountRef = await this.accounts.findByRefs(
      tx,
      rows.flatMap(({ accountRef }) => accountRef ?? []),
    );
    const accounts = new Map(byAccountRef.map((each) => [keyOf(each), each.id]));
    const byDealRef = await this.deals.findByRefs(
      tx,
      rows.flatMap(({ dealRef }) => dealRef ?? []),
    );
    const deals = new Map(byDealRef.map((each) => [keyOf(each), each.id]));
    const byExternalId = await this.deals.findByExternalIds(
      tx,
      rows.flatMap(({ dealExternalId }) => dealExternalId ?? []),
    );
    const found = await this.store.findByRefs(tx, pluck(rows, 'key'));
    const ofFile = new Set(await this.made.findAmong(tx, of.id, 'contract', pluck(found, 'id')));
    const contracts = new Map((await this.store.readMany(tx, pluck(found, 'id'))).map((each) => [each.id, each]));
    return {
      accountOf: ({ accountRef, accountName }) =>
        (accountRef === null ? undefined : accounts.get(keyOf(accountRef))) ??
        (accountName === null ? undefined : byName.get(accountName)),
      dealOf: ({ dealRef, dealExternalId }) =>
        dealRef === null ? byExternalId.get(dealExternalId ?? '') : deals.get(keyOf(dealRef)),
      contracts: new Map(
        found.map((each) => {
          const { reported } = contracts.get(each.id)!;
          return [keyOf(each), { reported, isOfFile: ofFile.has(each.id) }];
        }),
      ),
    };
  }
}

/** @returns the ids of what the rows of a contract name; null if they name something that does not exist */
function namesIn(rows: readonly SoundRow[], { accountOf, dealOf }: Known): NamedIds | null {
  for (const { row, contract } of rows) {
    const { accountRef, accountName, dealRef, dealExternalId } = contract;
    if ((accountRef !== null || accountName !== null) && accountOf(contract) === undefined)
      row.refuse(
        accountName === null ? `accountRefs.${accountRef!.system}` : 'account',
        'There is no such account: import the accounts first.',
      );
    if ((dealRef !== null || dealExternalId !== undefined) && dealOf(contract) === undefined)
      row.refuse(
        dealRef === null ? 'dealExternalId' : `dealRefs.${dealRef.system}`,
        'There is no such deal: import the deals first.',
      );
  }
  if (rows.some(({ row }) => row.why !== null)) return null;
  const first = <Id>(idOf: (contract: RowContract) => Id | undefined) =>
    rows.map(({ contract }) => idOf(contract)).find((id) => id !== undefined);
  return { accountId: first(accountOf), dealId: first(dealOf) };
}

/** A contract is taken in as a whole: what is wrong with a row refuses the others as well. */
function refuseAll(outcomes: RowOutcome[], rows: readonly SoundRow[], faults: readonly Fault[]): void {
  for (const { row } of rows) row.refuseFor(faults, fieldAt);
  const wrong = rows.find(({ row }) => row.why !== null)!;
  for (const { place, row } of rows)
    outcomes[place] = { why: row.why ?? `Another row of the same contract is refused: ${wrong.row.why}` };
}

async function readRows(
  { directory }: TransactionContext,
  { of, rows }: Batch,
  outcomes: RowOutcome[],
): Promise<SoundRow[]> {
  const columns = planColumns(of.fileForm!.columns, of.mapping!, CONTRACTS.typeOf, CONTRACTS.otherwise);
  const timeZone = of.mapping!.timeZone ?? directory.content.settings.timeZone;
  const sound: SoundRow[] = [];
  const turns = new Turns();
  for (const [place, { cells }] of rows.entries()) {
    const row = new RowFields(cells, columns, timeZone);
    const contract = contractOfRow(row, of.source);
    if ('why' in contract) outcomes[place] = contract;
    else sound.push({ place, row, contract });
    await turns.next();
  }
  return sound;
}

function keyOf({ system, ref }: PathRef): string {
  return `${system}:${ref}`;
}
