import { Injectable } from '@nestjs/common';
import { AccountStore } from '../../../deals/accounts/account.store.js';
import { DealStore } from '../../../deals/deal.store.js';
import { type PastDeal, PastDeals } from '../../../deals/past-deals.service.js';
import { fieldsOf } from '../../../deals/reading-deals.js';
import { LeadMatchStore } from '../../../leads/lead-match.store.js';
import { MilestoneStore } from '../../../leads/milestone.store.js';
import { faultOfNoLead, type NoLead } from '../../../leads/naming.js';
import { EVERYBODYS } from '../../../leads/visibility.js';
import type { LeadCase } from '../../../lifecycle/lead-case.js';
import { LeadCases } from '../../../lifecycle/lead-cases.service.js';
import { LifecycleService, type TransactionContext } from '../../../lifecycle/lifecycle.service.js';
import { Turns } from '../../../platform/running/turns.js';
import type { Tx } from '../../../platform/sql/database.js';
import { pluck } from '../../../platform/values/group.js';
import type { FileImport } from '../../import.store.js';
import { MadeStore } from '../../made.store.js';
import { planColumns } from '../../mapping/planned-column.js';
import { DealsTakenBack } from '../deals-taken-back.service.js';
import { takeInOwn } from '../own-transaction.service.js';
import { RowFields } from '../row-fields.js';
import type { Batch, Made, RowOutcome, SubjectTaking, TakenBackCounts, Undoer } from '../subject.js';
import { DEALS } from './deals.shape.js';
import { whyNotOfLead } from './deals-of-leads.js';
import { dealOfRow, fieldAt, type RowDeal } from './row-deal.js';

interface ReadRow {
  readonly row: RowFields;
  readonly deal: RowDeal | { readonly why: string };
}

/** What exists of what rows name. The leads are locked. */
interface Known {
  readonly externalIds: Set<string>;
  readonly refs: Set<string>;
  readonly accounts: ReadonlyMap<string, string>;
  /** By the row. */
  readonly leads: ReadonlyMap<RowDeal, LeadCase | NoLead>;
  readonly won: ReadonlySet<string>;
  readonly withOpenDeal: Set<string>;
  /** The name of a won deal that another file has brought along, by its lead. */
  readonly nameless: ReadonlyMap<string, string>;
}

/** Rows as deals that began elsewhere, with what became of them. A deal that is there already stays as it is. */
@Injectable()
export class DealTaking implements SubjectTaking {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly pasts: PastDeals,
    private readonly deals: DealStore,
    private readonly accounts: AccountStore,
    private readonly matches: LeadMatchStore,
    private readonly leadCases: LeadCases,
    private readonly milestones: MilestoneStore,
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
    return this.made.count(tx, importId, 'deal');
  }

  private async takeIn(context: TransactionContext, batch: Batch): Promise<readonly RowOutcome[]> {
    const read = await readRows(context, batch);
    const known = await this.lookUp(
      context.tx,
      batch.of,
      read.flatMap(({ deal }) => ('why' in deal ? [] : [deal])),
    );
    const outcomes: RowOutcome[] = [];
    const fresh: { readonly place: number; readonly past: PastDeal }[] = [];
    for (const [place, { row, deal }] of read.entries()) {
      const at = 'why' in deal ? null : (deal.end?.at ?? deal.madeAt);
      if ('why' in deal) outcomes[place] = deal;
      else if (isKnown(deal, known)) outcomes[place] = { status: 'unchanged', at };
      else {
        const past = pastOf(row, deal, known);
        if (past === null) outcomes[place] = { why: row.why!, at };
        else fresh.push({ place, past });
      }
    }
    const brought = await this.pasts.bring(context, pluck(fresh, 'past'));
    for (const [index, { place, past }] of fresh.entries()) {
      const accounts = index > 0 ? [] : brought.newAccountIds;
      const made: Made[] = [{ kind: 'deal', id: brought.deals[index]!.subjectId }];
      made.push(...accounts.map((id) => ({ kind: 'account', id }) as const));
      outcomes[place] = { status: 'created', made, at: past.end?.at ?? past.madeAt };
    }
    return outcomes;
  }

  private async lookUp(tx: Tx, of: FileImport, rows: readonly RowDeal[]): Promise<Known> {
    const refs = rows.flatMap(({ reported }) => refsOf(reported.refs ?? {}));
    const accountRefs = rows.flatMap(({ accountRef }) => accountRef ?? []);
    const [externalIds, byRef, byAccountRef] = await Promise.all([
      this.deals.findByExternalIds(
        tx,
        rows.flatMap(({ reported: { externalId } }) => externalId ?? []),
      ),
      this.deals.findByRefs(tx, refs),
      this.accounts.findByRefs(tx, accountRefs),
    ]);
    return {
      externalIds: new Set(externalIds.keys()),
      refs: new Set(byRef.map(keyOf)),
      accounts: new Map(byAccountRef.map((each) => [keyOf(each), each.id])),
      ...(await this.lookUpLeads(tx, of, rows)),
    };
  }

  private async lookUpLeads(
    tx: Tx,
    of: FileImport,
    rows: readonly RowDeal[],
  ): Promise<Pick<Known, 'leads' | 'won' | 'withOpenDeal' | 'nameless'>> {
    const naming = rows.flatMap((row) => (row.lead === null ? [] : [{ row, name: row.lead }]));
    const found = await this.matches.findMany(tx, pluck(naming, 'name'), EVERYBODYS);
    const ids = [...new Set(found.flatMap((lead) => (typeof lead === 'string' ? [] : [lead.id])))];
    const opened = await this.leadCases.open(tx, ids, { withDocuments: true });
    const cases = new Map(opened.map((leadCase) => [leadCase.subjectId, leadCase]));
    const milestones = await this.milestones.readOf(tx, ids);
    const open = await this.deals.findOpenOfLeads(tx, ids);
    const wins = await this.deals.findNamelessWinsOfLeads(tx, ids);
    const ofFile = new Set(await this.made.findAmong(tx, of.id, 'deal', pluck(wins, 'id')));
    return {
      leads: new Map(
        naming.map(({ row }, place) => {
          const lead = found[place]!;
          return [row, typeof lead === 'string' ? lead : cases.get(lead.id)!];
        }),
      ),
      won: new Set(
        milestones.filter((each) => each.name === 'won' && each.reversedAt === null).map((each) => each.leadId),
      ),
      withOpenDeal: new Set(open.keys()),
      nameless: new Map(wins.flatMap(({ id, leadId, name }) => (ofFile.has(id) ? [] : [[leadId!, name] as const]))),
    };
  }
}

function isKnown({ reported: { externalId, refs = {} } }: RowDeal, known: Known): boolean {
  const keys = refsOf(refs).map(keyOf);
  const isThere =
    (externalId !== undefined && known.externalIds.has(externalId)) || keys.some((key) => known.refs.has(key));
  // Rows below that say the same are the same deal.
  if (externalId !== undefined) known.externalIds.add(externalId);
  for (const key of keys) known.refs.add(key);
  return isThere;
}

/** @returns null if the row is refused */
function pastOf(row: RowFields, deal: RowDeal, known: Known): PastDeal | null {
  const { reported, accountRef, accountName, madeAt, end } = deal;
  const accountId = accountRef === null ? undefined : known.accounts.get(keyOf(accountRef));
  if (accountId === undefined && accountName === null)
    row.refuse(`accountRefs.${accountRef!.system}`, `There is no account ${JSON.stringify(accountRef!.ref)}.`);
  const lead = known.leads.get(deal);
  if (typeof lead === 'string') row.refuseFor([faultOfNoLead(deal.lead!, lead)], fieldAt);
  else if (lead !== undefined) {
    const why = whyNotOfLead(lead.lead, end?.kind ?? 'open', {
      isWon: known.won.has(lead.subjectId),
      hasOpenDeal: known.withOpenDeal.has(lead.subjectId),
      namelessWin: known.nameless.get(lead.subjectId),
    });
    if (why !== null) row.refuse('', why);
    else if (end === null) known.withOpenDeal.add(lead.subjectId);
  }
  if (row.why !== null) return null;
  const leadCase = typeof lead === 'string' ? null : (lead ?? null);
  return {
    fields: fieldsOf(reported),
    account: accountId === undefined ? accountName! : { id: accountId },
    lead: leadCase,
    ownerRepId: reported.ownerRepId ?? leadCase?.ownerId ?? null,
    madeAt,
    end,
  };
}

function refsOf(refs: Readonly<Record<string, string>>): { readonly system: string; readonly ref: string }[] {
  return Object.entries(refs).map(([system, ref]) => ({ system, ref }));
}

function keyOf({ system, ref }: { readonly system: string; readonly ref: string }): string {
  return `${system}:${ref}`;
}

async function readRows({ directory, now }: TransactionContext, { of, rows }: Batch): Promise<ReadRow[]> {
  const { settings, reps, reasons } = directory.content;
  const columns = planColumns(of.fileForm!.columns, of.mapping!, DEALS.typeOf, DEALS.otherwise);
  const timeZone = of.mapping!.timeZone ?? settings.timeZone;
  const judged = { settings, reps: [...reps.values()], reasons, source: of.source, now };
  const read: ReadRow[] = [];
  const turns = new Turns();
  for (const { cells } of rows) {
    const row = new RowFields(cells, columns, timeZone);
    read.push({ row, deal: dealOfRow(row, judged) });
    await turns.next();
  }
  return read;
}
