import { Injectable } from '@nestjs/common';
import type { Deal } from '../deals/deal.js';
import type { HandoffException } from '../handoffs/handoff.js';
import { HandoffStore } from '../handoffs/handoff.store.js';
import { KindArchive } from '../handoffs/kind-archive.store.js';
import type { Tx } from '../platform/database.js';
import { cancelHandoff, draftHandoff, oweForm, startHandoff } from './handoff-beginning.js';
import type { HandoffCase } from './handoff-case.js';
import { HandoffCases } from './handoff-cases.service.js';
import { GIVER } from './handoff-clocks.js';
import type { DealCase } from './row-case.js';
import type { UnitOfWork } from './unit-of-work.js';

/** What deals do to their handoffs: an open one has a draft, one that is won begins it, one that is lost needs none. */
@Injectable()
export class DealHandoffs {
  constructor(
    private readonly cases: HandoffCases,
    private readonly handoffs: HandoffStore,
    private readonly kinds: KindArchive,
  ) {}

  /** The handoff that the win of an open deal would begin; undefined where none is asked for. */
  async draftOf(tx: Tx, work: UnitOfWork, deal: Deal): Promise<HandoffCase | undefined> {
    const [found] = await this.openAll(tx, work, [deal]);
    return found?.handoff.state === 'draft' ? found : (await this.draftAll(tx, work, [deal]))[0];
  }

  /**
   * Brings handoffs to what has become of deals, which whoever calls has locked and written.
   * @param opened those of them that this work has opened already
   * @param exception by which the one that is won now is handed over before its form is complete
   */
  async follow(
    tx: Tx,
    work: UnitOfWork,
    cases: readonly DealCase[],
    { opened = [], exception = null }: Following = {},
  ): Promise<void> {
    const deals = cases.filter(hasMoved).map(({ row }) => row);
    if (deals.length === 0) return;
    const known = new Map(opened.map((each) => [each.handoff.dealId!, each]));
    const rest = deals.filter(({ id }) => !known.has(id));
    for (const each of await this.openAll(tx, work, rest)) known.set(each.handoff.dealId!, each);
    for (const deal of deals) {
      const found = known.get(deal.id);
      if (found !== undefined) found.deal = deal;
      // Opened again, it is handed over anew.
      const isOver = deal.stage === 'lost' || (deal.stage === 'open' && found?.handoff.state === 'running');
      if (found !== undefined && isOver && (found.handoff.state === 'draft' || found.handoff.state === 'running'))
        cancelHandoff(work, found, deal.stage === 'lost' ? 'dealLost' : 'dealReopened');
    }
    const without = deals.filter(({ id, stage }) => {
      const state = known.get(id)?.handoff.state;
      return stage === 'open' ? state !== 'draft' : stage === 'won' && (state === undefined || state === 'cancelled');
    });
    for (const each of await this.draftAll(tx, work, without)) known.set(each.handoff.dealId!, each);
    for (const { id, stage } of deals) {
      const found = known.get(id);
      if (stage === 'won' && found?.handoff.state === 'draft') handOver(work, found, exception);
    }
  }

  /** Drafts for open deals that were there before a kind was. @returns how many; 0 when there is none without */
  async draftMissing(tx: Tx, work: UnitOfWork, deals: readonly Deal[]): Promise<number> {
    return (await this.draftAll(tx, work, deals)).length;
  }

  private async openAll(tx: Tx, work: UnitOfWork, deals: readonly Deal[]): Promise<HandoffCase[]> {
    const opened = await this.cases.openOfWins(
      tx,
      deals.map(({ id }) => id),
    );
    const byId = new Map(deals.map((deal) => [deal.id, deal]));
    for (const each of opened) each.deal = byId.get(each.handoff.dealId!)!;
    work.join(opened);
    return opened;
  }

  /** With what was filled in before, where the deal was open once already. */
  private async draftAll(tx: Tx, work: UnitOfWork, deals: readonly Deal[]): Promise<HandoffCase[]> {
    if (deals.length === 0) return [];
    const [kind] = await this.kinds.startingOn(tx, 'deal.won');
    if (kind === undefined) return [];
    const former = await this.handoffs.readLatestForms(
      tx,
      deals.map(({ id }) => id),
    );
    const forms = new Map(former.map(({ dealId, form }) => [dealId, form]));
    return deals.map((deal) => draftHandoff(work, kind, { deal, account: null }, { form: forms.get(deal.id) ?? {} }));
  }
}

export interface Following {
  readonly opened?: readonly HandoffCase[];
  readonly exception?: HandoffException | null;
}

/** New, or in another stage than it was; of one that is won also where it says something else: its form is held against it. */
function hasMoved({ before, row }: DealCase): boolean {
  return before === null || before.stage !== row.stage || (row.stage === 'won' && before !== row);
}

/** Won elsewhere without its form, it waits for that: whoever has it is told at once, and owes it from now on. */
function handOver(work: UnitOfWork, subject: HandoffCase, exception: HandoffException | null): void {
  const missing = subject.missing().length;
  if (missing === 0 || exception !== null) {
    startHandoff(work, subject, exception);
    return;
  }
  if (subject.clocks.some(({ kind }) => kind === 'handoffException')) return;
  oweForm(work, subject, GIVER);
  work.tell(subject.ownerId, 'handoff.missing', subject, { missing });
}
