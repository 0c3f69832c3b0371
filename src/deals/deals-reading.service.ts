import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import type { DealClock, DealClockKind } from '../clocks/clock.js';
import { ClockStore } from '../clocks/clock.store.js';
import { MissedClockStore } from '../clocks/missed-clocks.store.js';
import { nextClockOf } from '../clocks/next-clock.js';
import { DirectoryService } from '../directory/directory.service.js';
import { withWarnings } from '../documents/version.schema.js';
import type { LedgerRow } from '../events/event.js';
import { LedgerStore } from '../events/ledger.store.js';
import { readNamed } from '../events/named.js';
import { companyDomain } from '../leads/company.js';
import { type Names, namesOf } from '../leads/lead.js';
import { clockView } from '../leads/lead.view.js';
import {
  mapPage,
  type Page,
  type PageRequest,
  readCursor,
  readIdCursor,
  readPageById,
  toPage,
} from '../platform/http/page.js';
import { refNamed } from '../platform/input/path-ref.js';
import { NotFoundError } from '../platform/input/refusal.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database, type Sql } from '../platform/sql/database.js';
import { toIso } from '../platform/values/duration.js';
import { groupBy } from '../platform/values/group.js';
import { AssignmentStore } from '../routing/assignments/assignment.store.js';
import { PolicyArchive } from '../sla/policy.store.js';
import type { AccountListQuery, AccountView } from './accounts/account.schema.js';
import { AccountStore } from './accounts/account.store.js';
import type { TakenAccount } from './accounts/account-batch.js';
import { accountTimelineEntry } from './accounts/account-timeline.js';
import type { DealListQuery } from './deal.dto.js';
import type { Deal } from './deal.js';
import type { DealEventView, DealView } from './deal.schema.js';
import { DealStore } from './deal.store.js';
import { accountView, dealView } from './deal.view.js';
import { DealAccess } from './deal-access.service.js';
import { actsOn } from './deal-acts.js';
import {
  findWithoutAnswer,
  readArrOfDeals,
  readBoundDeals,
  readProposalReasons,
  readProposals,
  UNKNOWN_ARR,
} from './deal-contracts.store.js';
import { DealGate } from './deal-gate.service.js';
import { CLOSES_LAST, DealListStore, type DealPlace } from './deal-list.store.js';
import { dealSightOf, isTheirs } from './deal-sight.js';
import type { TurnedDeal } from './deal-stages.service.js';
import { dealTimelineEntry } from './deal-timeline.js';
import type { DeliveredDeal } from './delivering.service.js';
import { actsOnClock } from './promises/deal-clock-acts.js';
import { termsOf } from './promises/deal-terms.js';
import type { PromisedDeal } from './promises/promised-deal.js';
import { NOTHING_FOLLOWS } from './sold-for.js';

@Injectable()
export class DealsReadingService {
  constructor(
    private readonly accounts: AccountStore,
    private readonly deals: DealStore,
    private readonly lists: DealListStore,
    private readonly assignments: AssignmentStore,
    private readonly gate: DealGate,
    private readonly ledger: LedgerStore,
    private readonly directories: DirectoryService,
    private readonly database: Database,
    private readonly access: DealAccess,
    private readonly clocks: ClockStore,
    private readonly archive: PolicyArchive,
    private readonly missed: MissedClockStore,
    private readonly time: TimeSource,
  ) {}

  /** In order of creation or of expected close. */
  async list(query: DealListQuery, caller: Caller): Promise<Page<DealView>> {
    const { limit = 100, cursor, ref, ...filter } = query;
    const directory = await this.directories.now();
    // A forecast counts deals by owner, so the list behind a figure ignores cover.
    const { all, repIds } = dealSightOf(caller, directory, filter.forecast === undefined ? this.time.now() : null);
    const isByDay = filter.sort === 'expectedCloseAt';
    const rows = await this.lists.readPage(
      this.database.reads,
      { ...filter, ...refNamed(ref) },
      { timeZone: directory.content.settings.timeZone, today: directory.companyDay(this.time.now()) },
      { all, repIds },
      placeOf(cursor, isByDay),
      limit + 1,
    );
    const page = toPage(rows, limit, ({ id, expectedCloseAt }) =>
      isByDay ? [expectedCloseAt ?? CLOSES_LAST, id] : [id],
    );
    return { ...page, data: await this.views(page.data, caller, this.database.reads) };
  }

  async get(id: string, caller: Caller): Promise<DealView> {
    return (await this.views([await this.find(id, caller)], caller, this.database.reads))[0]!;
  }

  /** A deal as it was just written. */
  async viewOf(deal: Deal, caller: Caller): Promise<DealView> {
    return (await this.views([deal], caller, this.database))[0]!;
  }

  /** Returns a deal after a change of its stage, with what is unwise about that. */
  async turnedDeal({ deal, warnings }: TurnedDeal, caller: Caller): Promise<DealView> {
    return withWarnings(await this.viewOf(deal, caller), warnings);
  }

  /**
   * Returns a deal after a change. Warns if it was given to a rep who has left, or won without saying for how long.
   * @param given what was sent
   */
  async takenDeal(deal: Deal, given: object, caller: Caller): Promise<DealView> {
    const isGiven = 'ownerRepId' in given && deal.ownerRepId !== null;
    const owner = isGiven ? (await this.directories.now()).rep(deal.ownerRepId!) : undefined;
    const isGone = deal.stage === 'open' && owner?.active === false;
    const message = `${owner?.name} is not active, so nobody works on the deal: name an active rep.`;
    const isWon = 'stage' in given && given.stage === 'won' && deal.stage === 'won';
    const view = await this.viewOf(deal, caller);
    const isSilent =
      isWon && view.handoff?.term == null && (await findWithoutAnswer(this.database.reads, [deal])).size > 0;
    return withWarnings(view, [
      ...(isGone ? [{ pointer: '/ownerRepId', message }] : []),
      ...(isSilent ? [NOTHING_FOLLOWS] : []),
    ]);
  }

  async clockViewOf(subject: PromisedDeal, clockId: string, caller: Caller) {
    const seen = { pauses: [], directory: await this.directories.latestKnown(), now: this.time.now() };
    const clock = subject.clocks.find(({ id }) => id === clockId)!;
    const may = actsOnClock(clock, subject.deal.row, () => subject.policyOf(clock), caller, seen);
    return { ...clockView(clock, seen), may };
  }

  deliveryOf({ deal, begun, warnings }: DeliveredDeal): DealEventView {
    const occurredAt = toIso(deal.deliveredAt!);
    return withWarnings({ dealId: deal.id, name: 'delivery.completed', occurredAt, handoffs: begun }, warnings);
  }

  async isSeen(deal: Deal, caller: Caller): Promise<boolean> {
    const at = { directory: await this.directories.now(), now: this.time.now() };
    return this.access.isSeen(this.database.reads, deal, caller, at);
  }

  /** Returns the events of a deal, and of its lead because of it, oldest first, each with a sentence. */
  async timeline(id: string, caller: Caller, page: PageRequest) {
    const deal = await this.find(id, caller);
    const { leadId } = deal;
    const lead = leadId === null ? null : { subjectIds: [leadId], field: 'dealId' };
    const strikes = await this.missed.readStrikeReasons(this.database.reads, { subjectType: 'deal', subjectId: id });
    const reasons = (await this.seesProposal(deal, caller)) ? await readProposalReasons(this.database.reads, id) : {};
    const entryOf = (row: LedgerRow, names: Names) => dealTimelineEntry(row, names, { strikes, reasons });
    return this.entriesOf({ id, other: lead }, entryOf, caller, page);
  }

  private async entriesOf<Entry>(
    { id, other }: { readonly id: string; readonly other: Parameters<LedgerStore['readTimeline']>[1] },
    entryOf: (row: LedgerRow, names: Names) => Entry,
    caller: Caller,
    request: PageRequest,
  ): Promise<Page<Entry>> {
    const directory = await this.directories.now();
    const page = await this.ledger.readTimeline(id, other, request);
    const named = await readNamed(this.database.reads, page.data);
    const names = namesOf(directory, directory.timeZoneOf(caller.repId), named);
    return mapPage(page, (row) => entryOf(row, names));
  }

  async listAccounts(query: AccountListQuery, caller: Caller): Promise<Page<AccountView>> {
    const { limit: _, cursor: __, ref, domain, ...filter } = query;
    const directory = await this.directories.now();
    const sight = dealSightOf(caller, directory, this.time.now());
    const wanted = {
      ...filter,
      ...refNamed(ref),
      ...(domain !== undefined && { domain: companyDomain(domain) ?? domain }),
    };
    const page = await readPageById(query, (after, limit) =>
      this.accounts.readPage(this.database.reads, wanted, sight, after, limit),
    );
    return mapPage(page, (account) => accountView(account, directory));
  }

  /** @throws NotFoundError unless the caller may see it */
  async getAccount(id: string, caller: Caller): Promise<AccountView> {
    const directory = await this.directories.now();
    const sight = dealSightOf(caller, directory, this.time.now());
    const [account] = await this.accounts.readPage(this.database.reads, { id }, sight, null, 1);
    if (account === undefined) throw new NotFoundError('account', id);
    return accountView(account, directory);
  }

  async taken({ account, warnings }: TakenAccount) {
    return withWarnings(accountView(account, await this.directories.now()), warnings);
  }

  /** Returns the events of an account, oldest first, each with a sentence. */
  async accountTimeline(id: string, caller: Caller, page: PageRequest) {
    await this.getAccount(id, caller);
    return this.entriesOf({ id, other: null }, accountTimelineEntry, caller, page);
  }

  private async find(id: string, caller: Caller): Promise<Deal> {
    const [deal] = await this.deals.readMany(this.database.reads, [id]);
    if (deal === undefined || !(await this.isSeen(deal, caller))) throw new NotFoundError('deal', id);
    return deal;
  }

  /** A receiver sees of a delivery what the sections of the form let them see. */
  private async seesProposal(deal: Deal, caller: Caller): Promise<boolean> {
    const directory = await this.directories.now();
    const [account] = await this.accounts.readMany(
      this.database.reads,
      deal.accountId === null ? [] : [deal.accountId],
    );
    return isTheirs(dealSightOf(caller, directory, this.time.now()), deal, account);
  }

  private async views(deals: readonly Deal[], caller: Caller, sql: Sql): Promise<DealView[]> {
    const accountIds = deals.flatMap(({ accountId }) => accountId ?? []);
    const leadIds = deals.flatMap(({ leadId }) => leadId ?? []);
    const sold = deals.flatMap(({ contractTerm, follows }) => (contractTerm === null ? [] : (follows ?? [])));
    const ids = deals.map(({ id }) => id);
    const [accounts, tenures, handoffs, originals, allClocks, arr, bound, proposed, directory] = await Promise.all([
      this.accounts.readMany(sql, [...new Set(accountIds)]),
      this.assignments.readTenures(sql, 'lead', leadIds),
      this.gate.handover.read(sql, ids),
      sold.length === 0 ? new Map() : this.gate.handover.readOriginals(sql, [...new Set(sold)]),
      this.clocks.readOf<DealClockKind>(sql, 'deal', ids),
      readArrOfDeals(sql, deals),
      readBoundDeals(sql, deals),
      readProposals(sql, deals),
      this.directories.now(),
    ]);
    const policyOf = await this.archive.load(sql, allClocks);
    const account = new Map(accounts.map((each) => [each.id, each]));
    const clocks = groupBy(allClocks, ({ subjectId }) => subjectId);
    const seen = { pauses: [], directory, now: this.time.now() };
    const sight = dealSightOf(caller, directory, seen.now);
    const had = groupBy(tenures, ({ subjectId }) => subjectId);
    return deals.map((deal) => {
      const owners = (had.get(deal.leadId ?? '') ?? []).flatMap(({ repId }) => repId ?? []);
      const ofDeal = clocks.get(deal.id) ?? [];
      const terms = (clock: DealClock) => () => termsOf(policyOf(clock)!, deal, directory.timeZoneOf(null));
      return dealView(deal, {
        account: account.get(deal.accountId ?? ''),
        ownerRepIds: [...new Set(owners)],
        directory,
        clocks: ofDeal.map((clock) => {
          const view = clockView(clock, seen) as Omit<DealView['clocks'][number], 'may'>;
          return { ...view, may: actsOnClock(clock, deal, terms(clock), caller, seen) };
        }),
        nextClockId: nextClockOf(ofDeal, { ownerId: deal.ownerRepId, isOpen: deal.stage === 'open' })?.id ?? null,
        handoff: handoffs.get(deal.id) ?? null,
        original: originals.get(deal.follows ?? '') ?? null,
        arr: arr.get(deal.id) ?? UNKNOWN_ARR,
        proposal: (isTheirs(sight, deal, account.get(deal.accountId ?? '')) && proposed.get(deal.id)) || null,
        today: directory.companyDay(seen.now),
        may: actsOn(
          deal,
          {
            account: account.get(deal.accountId ?? ''),
            isBound: bound.has(deal.id),
            hasProposal: proposed.has(deal.id),
          },
          caller,
          seen,
        ),
      });
    });
  }
}

function placeOf(cursor: string | undefined, isByDay: boolean): DealPlace | null {
  if (isByDay) {
    const key = readCursor(cursor, ['instant', 'id']);
    return key && { closesAt: key[0], id: key[1] };
  }
  const id = readIdCursor(cursor);
  return id === null ? null : { id };
}
