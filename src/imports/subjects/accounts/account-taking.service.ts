import { Injectable } from '@nestjs/common';
import { type Account, contactSent } from '../../../deals/accounts/account.js';
import { AccountStore } from '../../../deals/accounts/account.store.js';
import { type AccountResult, type ReportedAccount, readAll } from '../../../deals/accounts/account-batch.js';
import { AccountsService } from '../../../deals/accounts/accounts.service.js';
import { DealStore } from '../../../deals/deal.store.js';
import { LifecycleService, type TransactionContext } from '../../../lifecycle/lifecycle.service.js';
import { type Faulty, takeSound } from '../../../platform/input/entries.js';
import { Turns } from '../../../platform/running/turns.js';
import type { Tx } from '../../../platform/sql/database.js';
import { pluck } from '../../../platform/values/group.js';
import type { FileImport } from '../../import.store.js';
import { MadeStore } from '../../made.store.js';
import { planColumns } from '../../mapping/planned-column.js';
import { DealsTakenBack } from '../deals-taken-back.service.js';
import { takeInOwn, workOf } from '../own-transaction.service.js';
import { RowFields } from '../row-fields.js';
import type { Batch, RowOutcome, SubjectTaking, TakenBackCounts, Undoer } from '../subject.js';
import { ACCOUNTS } from './accounts.shape.js';
import { accountOfRow, fieldAt, type Gathered, gather, type RowAccount } from './row-account.js';

interface ReadRow {
  readonly row: RowFields;
  readonly account: RowAccount | { readonly why: string };
}

/** Rows as accounts. Several rows may be about one account, each with another domain or person. */
@Injectable()
export class AccountTaking implements SubjectTaking {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly accounts: AccountsService,
    private readonly store: AccountStore,
    private readonly deals: DealStore,
    private readonly takenBack: DealsTakenBack,
    private readonly made: MadeStore,
  ) {}

  take(batch: Batch): Promise<void> {
    return takeInOwn(this.lifecycle, batch, async (context) => {
      await this.deals.lockAll(context.tx);
      return this.takeIn(context, batch);
    });
  }

  takeBack(of: FileImport, after: string | null, by: Undoer): Promise<string | null> {
    return this.takenBack.takeBackSome(of, after, by);
  }

  finishUndo(tx: Tx, importId: string): Promise<TakenBackCounts> {
    return this.made.count(tx, importId, 'account');
  }

  private async takeIn(context: TransactionContext, { of, rows }: Batch): Promise<readonly RowOutcome[]> {
    const { tx, directory } = context;
    const { settings, reps } = directory.content;
    const columns = planColumns(of.fileForm!.columns, of.mapping!, ACCOUNTS.typeOf, ACCOUNTS.otherwise);
    const timeZone = of.mapping!.timeZone ?? settings.timeZone;
    const known = [...reps.values()];
    const read: ReadRow[] = [];
    const turns = new Turns();
    for (const { cells } of rows) {
      const row = new RowFields(cells, columns, timeZone);
      read.push({ row, account: accountOfRow(row, known) });
      await turns.next();
    }
    const sound = read.flatMap(({ account }) => ('why' in account ? [] : [account]));
    const reports = await readAll(entriesOf(sound, await this.readKnown(tx, sound)));
    const work = workOf(this.lifecycle, context, of);
    const results = await takeSound(reports, (all: readonly ReportedAccount[]) =>
      this.accounts.takeReports(context, work, all),
    );
    await this.lifecycle.save(tx, work);
    let next = 0;
    return read.map(({ row, account }) => ('why' in account ? account : outcomeOf(row, results[next++]!)));
  }

  private async readKnown(tx: Tx, rows: readonly RowAccount[]): Promise<readonly Account[]> {
    const domains = rows.flatMap((row) => row.domains);
    const refs = rows.flatMap(({ ref }) => (ref === undefined ? [] : [{ system: ref.system, ref: ref.id }]));
    const byDomain = await this.store.findByDomains(tx, domains);
    const byRef = await this.store.findByRefs(tx, refs);
    return this.store.readMany(tx, [...new Set([...byDomain.values(), ...pluck(byRef, 'id')])]);
  }
}

/** Returns entries of a batch that take no domain, brand or person away that is known. */
function entriesOf(rows: readonly RowAccount[], known: readonly Account[]): object[] {
  const gathered = new Map<string, Gathered>();
  const put = (keys: readonly string[], all: Gathered) => {
    for (const key of keys) gathered.set(key, all);
  };
  for (const account of known) {
    const refs = Object.entries(account.refs).map(([system, id]) => refKey({ system, id }));
    const contacts = account.contacts.map(contactSent);
    put([...refs, ...account.domains, ...account.brands], { ...account, contacts });
  }
  return rows.map((row) => {
    const keys = [...(row.ref === undefined ? [] : [refKey(row.ref)]), ...row.domains];
    const found = keys.map((key) => gathered.get(key)).find((each) => each !== undefined) ?? NOTHING;
    const all = gather(found, row);
    put([...keys, ...all.domains], all);
    const { ref, rest } = row;
    return {
      ...rest,
      ...(ref !== undefined && { ref }),
      ...(all.domains.length > 0 && { domains: all.domains }),
      ...(all.brands.length > 0 && { brands: all.brands }),
      ...(all.contacts.length > 0 && { contacts: all.contacts }),
    };
  });
}

const NOTHING: Gathered = { domains: [], brands: [], contacts: [] };

function refKey({ system, id }: { readonly system: string; readonly id: string }): string {
  return `${system}:${id}`;
}

function outcomeOf(row: RowFields, result: AccountResult | Faulty): RowOutcome {
  if ('faults' in result) {
    row.refuseFor(result.faults, fieldAt);
    return { why: row.why! };
  }
  const { account, isNew, changed } = result;
  if (isNew) return { status: 'created', made: [{ kind: 'account', id: account.id }] };
  return { status: changed ? 'joined' : 'unchanged' };
}
