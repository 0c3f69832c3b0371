import { Injectable } from '@nestjs/common';
import type { Account } from '../deals/accounts/account.js';
import type { ExceptionBody } from '../deals/deal.dto.js';
import type { Deal } from '../deals/deal.js';
import type {
  BegunHandoffs,
  ChangedDeal,
  DeliveredBilling,
  FollowDeals,
  Handover,
  UnmadeDeal,
} from '../deals/deal-gate.service.js';
import type { DealCase } from '../deals/row-case.js';
import { termIn } from '../forms/agreed-term.js';
import { type BilledLines, billedIn } from '../forms/billing.js';
import { soldLinesOf } from '../forms/sold-lines.js';
import { replanOutdated } from '../lifecycle/clocks/replanning.js';
import type { RequestedAction } from '../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../lifecycle/unit-of-work.js';
import { type Fault, fault } from '../platform/input/fault.js';
import { refuse } from '../platform/input/refusal.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import { groupBy, pluck } from '../platform/values/group.js';
import { adoptDeal, changesKind, handOver, hasMoved, mayChangeKind, needsDraft } from './deal-changes.js';
import { DealDrafts } from './deal-drafts.service.js';
import { isSameToForms, recheckAgainst } from './deal-fit.js';
import { BilledForms } from './form/billed-forms.service.js';
import { missingOf } from './form/missing.js';
import { Prefilling, prefillKeysOf } from './form/prefilling.service.js';
import { HandoffIncompleteError } from './handoff.errors.js';
import type { HandoffException } from './handoff.js';
import { HandoffStore } from './handoff.store.js';
import { begunView, originalView } from './handoff.view.js';
import { beginHandoff, cancelHandoff, completeHandoff } from './handoff-beginning.js';
import type { HandoffCase } from './handoff-case.js';
import { HandoffCases } from './handoff-cases.service.js';
import { openIn } from './handoff-ending.js';
import { faultsOfException, readException } from './handoff-exception.js';
import { KindArchive } from './kinds/handoff-kind.store.js';
import { kindFor, takes } from './kinds/kind-of-deal.js';
import { Renewals } from './renewals/renewals.service.js';
import { SinceWins } from './since-wins.service.js';
import { SuccessionStore } from './succession/succession.store.js';

/**
 * Applies changes of deals to their handoffs: an open deal has a draft, a win starts it, and a lost deal needs none.
 */
@Injectable()
export class DealHandoffs implements Handover {
  constructor(
    private readonly cases: HandoffCases,
    private readonly handoffs: HandoffStore,
    private readonly kinds: KindArchive,
    private readonly drafts: DealDrafts,
    private readonly sinceWins: SinceWins,
    private readonly renewals: Renewals,
    private readonly prefilling: Prefilling,
    private readonly successions: SuccessionStore,
    private readonly billed: BilledForms,
  ) {}

  /** Rejects the win of a deal here while its form is incomplete, unless an exception allows it. */
  async admit(
    { context, work }: RequestedAction,
    deal: Deal,
    request: ExceptionBody | undefined,
  ): Promise<FollowDeals> {
    const draft = await this.draftOf(context.tx, work, deal);
    const missing = draft?.missing() ?? [];
    if (request == null) {
      // A draft that was just made is rolled back with this error. The next sweep for open deals without a draft makes
      // it.
      if (missing.length > 0)
        throw new HandoffIncompleteError(draft!.before === null ? null : draft!.subjectId, missing);
      return this.following({ opened: draft === undefined ? [] : [draft] });
    }
    if (missing.length === 0)
      refuse(fault('/exception', 'value', 'Nothing is missing: the deal is won without an exception.'));
    const exception = readException(request);
    refuse(faultsOfException(exception, { ...context, ownerRepId: deal.ownerRepId }));
    return this.following({ opened: [draft!], exception });
  }

  private following(following: HandoffOptions): FollowDeals {
    return (tx, work, cases) => this.followAll(tx, work, cases, following);
  }

  async follow(tx: Tx, work: UnitOfWork, cases: readonly DealCase[]): Promise<void> {
    await this.followAll(tx, work, cases, {});
  }

  renew(tx: Tx, work: UnitOfWork, changed: readonly ChangedDeal[]): Promise<void> {
    return this.renewals.renew(tx, work, changed);
  }

  async barredFrom(
    tx: Tx,
    deals: ReadonlyMap<string, Deal | UnmadeDeal>,
  ): Promise<Map<string, HandoffIncompleteError>> {
    const barred = new Map<string, HandoffIncompleteError>();
    const known = [...deals.values()].filter(isMade);
    const drafts = (await this.look(tx, known)).filter(({ handoff }) => handoff.state === 'draft');
    const draftOf = new Map(drafts.map((draft) => [draft.handoff.dealId, draft]));
    const isDrafted = ({ id }: Deal | UnmadeDeal) => id !== null && draftOf.has(id);
    const isAsDrafted = (deal: Deal | UnmadeDeal) =>
      isMade(deal) && isDrafted(deal) && isSameToForms(draftOf.get(deal.id)!.deal!, deal);
    const kinds = [...deals.values()].every(isAsDrafted) ? [] : await this.kinds.startingOn(tx, 'deal.won');
    const changing = known.filter(
      (deal) => isDrafted(deal) && kindFor(kinds, draftOf.get(deal.id)!.deal!)?.id !== kindFor(kinds, deal)?.id,
    );
    const others = new Map((await this.drafts.formsFor(tx, kinds, changing)).map((each) => [each.deal.id, each]));
    for (const [leadId, deal] of deals) {
      const draft = !isMade(deal) || changing.includes(deal) ? undefined : draftOf.get(deal.id);
      if (draft !== undefined && isMade(deal)) draft.deal = deal;
      const kind = kindFor(kinds, deal);
      const form = others.get(deal.id ?? '')?.known.values ?? {};
      const missing = draft?.missing() ?? (kind === undefined ? [] : missingOf(kind, form, deal));
      if (missing.length > 0) barred.set(leadId, new HandoffIncompleteError(draft?.subjectId ?? null, missing));
    }
    return barred;
  }

  async barredWithoutDeal(
    tx: Tx,
    deals: ReadonlyMap<string, UnmadeDeal>,
  ): Promise<Map<string, HandoffIncompleteError>> {
    const kinds = deals.size === 0 ? [] : await this.kinds.startingOn(tx, 'deal.won');
    const handedOver = [...deals].filter(([, deal]) => kindFor(kinds, deal) !== undefined);
    return new Map(handedOver.map(([leadId]) => [leadId, new HandoffIncompleteError(null, [NO_DEAL])]));
  }

  async read(sql: Sql, dealIds: readonly string[]) {
    const found = await this.cases.gather(sql, await this.handoffs.readOfWins(sql, dealIds));
    return new Map(
      found.map((each) => {
        const { id, dealId, state } = each.handoff;
        const term = termIn(each.kind.form, each.handoff.form);
        const sells = soldLinesOf(billedIn(each.kind.form, each.handoff.form), each.deal?.currency ?? null);
        const missing = each.missing().length;
        return [dealId!, { id, state: state as 'draft' | 'running' | 'done', missing, term, sells }];
      }),
    );
  }

  async readOriginals(sql: Sql, dealIds: readonly string[]) {
    const rows = await this.handoffs.readOfWins(sql, dealIds);
    const amended = await this.handoffs.readAmendments(sql, pluck(rows, 'id'));
    const amendments = groupBy(amended, ({ handoffId }) => handoffId);
    const found = await this.cases.gather(sql, rows);
    return new Map(
      found.map((each) => [each.handoff.dealId!, originalView(each, amendments.get(each.subjectId) ?? [])]),
    );
  }

  readBilling(sql: Sql, dealIds: readonly string[]): Promise<Map<string, BilledLines>> {
    return this.billed.ofWins(sql, dealIds);
  }

  readDelivered(sql: Sql, dealIds: readonly string[]): Promise<Map<string, DeliveredBilling>> {
    return this.billed.ofDeliveries(sql, dealIds);
  }

  findGivenBy(sql: Sql, repId: string): Promise<string[]> {
    return this.successions.findDealsGivenBy(sql, repId);
  }

  async findOpen(tx: Tx, deal: Deal): Promise<readonly Fault[]> {
    const [found] = await this.look(tx, [deal]);
    return found === undefined ? [] : openIn(found);
  }

  async deliver(tx: Tx, work: UnitOfWork, deal: Deal, account: Account | null): Promise<BegunHandoffs> {
    const begun: HandoffCase[] = [];
    const kinds = await this.kinds.startingOn(tx, 'delivery.completed');
    for (const { kind } of kinds.filter((each) => takes(each.kind, deal))) {
      const [known] = await this.prefilling.fill(tx, kind, [prefillKeysOf(deal)]);
      begun.push(beginHandoff(work, kind, { about: { deal, account }, known: known! }));
    }
    return begun.map(begunView);
  }

  async begunBy(tx: Tx, deal: Deal): Promise<BegunHandoffs> {
    return (await this.cases.gather(tx, await this.handoffs.readOfDelivery(tx, deal.id))).map(begunView);
  }

  /**
   * Returns the handoff that the win of an open deal would start, making it if need be; undefined if no kind takes the
   * deal.
   */
  private async draftOf(tx: Tx, work: UnitOfWork, deal: Deal): Promise<HandoffCase | undefined> {
    const [found] = await this.openAll(tx, work, [deal]);
    return found?.handoff.state === 'draft' ? found : (await this.drafts.draftAll(tx, work, [deal]))[0];
  }

  /**
   * @param opened those of their handoffs that this work has opened already
   * @param exception by which the deal that is won now is handed over with an incomplete form
   */
  private async followAll(
    tx: Tx,
    work: UnitOfWork,
    cases: readonly DealCase[],
    { opened = [], exception = null }: HandoffOptions,
  ): Promise<void> {
    const kinds = cases.some(mayChangeKind) ? await this.kinds.startingOn(tx, 'deal.won') : [];
    const otherKind = new Set(cases.filter((each) => changesKind(kinds, each)));
    const moved = cases.filter((each) => hasMoved(each) || otherKind.has(each));
    if (moved.length > 0) await this.followMoved(tx, work, moved, { opened, exception, otherKind });
    const changed = cases.filter(({ before, row }) => before !== null && !isSameToForms(before, row));
    if (changed.length > 0) await this.recheckBegunByHand(tx, work, changed);
  }

  /** @param otherKind deals for which another kind, or none, is chosen now */
  private async followMoved(
    tx: Tx,
    work: UnitOfWork,
    moved: readonly DealCase[],
    { opened, exception, otherKind }: Required<HandoffOptions> & { readonly otherKind: ReadonlySet<DealCase> },
  ): Promise<void> {
    await this.sinceWins.follow(tx, work, moved);
    const known = new Map(opened.map((each) => [each.handoff.dealId!, each]));
    const rest = moved.filter(({ row }) => !known.has(row.id)).map(({ row }) => row);
    for (const each of await this.openAll(tx, work, rest)) known.set(each.handoff.dealId!, each);
    for (const each of moved) {
      const found = known.get(each.row.id);
      if (found === undefined) continue;
      adoptDeal(work, found, each.row);
      if (otherKind.has(each) && found.handoff.state === 'draft') cancelHandoff(work, found, 'otherKind');
    }
    const without = moved.filter((each) => needsDraft(each, known.get(each.row.id))).map(({ row }) => row);
    for (const each of await this.drafts.draftAll(tx, work, without)) known.set(each.handoff.dealId!, each);
    for (const { before, row } of moved) {
      const found = known.get(row.id);
      if (row.stage !== 'won' || found === undefined) continue;
      if (found.handoff.state === 'draft') handOver(work, found, { exception, isNew: before?.stage !== 'won' });
      // What was missing from the form may have been missing from the deal.
      else if (found.handoff.state === 'running') completeHandoff(work, found);
      if (before?.stage === 'won') recheckAgainst(work, found, before);
    }
  }

  /** Checks handoffs that were begun by hand against their changed deals. They go on whatever becomes of the deals. */
  private async recheckBegunByHand(tx: Tx, work: UnitOfWork, changed: readonly DealCase[]): Promise<void> {
    const dealOf = new Map(changed.map((each) => [each.subjectId, each]));
    const opened = await this.cases.open(tx, await this.handoffs.findRunningByHand(tx, [...dealOf.keys()]));
    work.join(opened);
    for (const each of opened) {
      const { before, row } = dealOf.get(each.handoff.dealId!)!;
      replanOutdated(work, each);
      each.deal = row;
      completeHandoff(work, each);
      if (before !== null) recheckAgainst(work, each, before);
    }
  }

  /** Reads the handoffs of deals without locking them; the caller has the lock of all deals. */
  private async look(tx: Tx, deals: readonly Deal[]): Promise<HandoffCase[]> {
    const found = await this.handoffs.readOfWins(tx, pluck(deals, 'id'));
    return this.cases.gather(tx, found);
  }

  private async openAll(tx: Tx, work: UnitOfWork, deals: readonly Deal[]): Promise<HandoffCase[]> {
    const opened = await this.cases.openOfWins(tx, pluck(deals, 'id'));
    const byId = new Map(deals.map((deal) => [deal.id, deal]));
    for (const each of opened) each.deal = byId.get(each.handoff.dealId!)!;
    work.join(opened);
    for (const each of opened) replanOutdated(work, each);
    return opened;
  }
}

interface HandoffOptions {
  readonly opened?: readonly HandoffCase[];
  readonly exception?: HandoffException | null;
}

const NO_DEAL = {
  pointer: '',
  text: 'The lead has no deal that could be handed over. Create its deal first, with POST /v1/deals and its `leadId`, and win that.',
};

function isMade(deal: Deal | UnmadeDeal): deal is Deal {
  return deal.id !== null;
}
