import { Injectable } from '@nestjs/common';
import type { Caller } from '../../auth/scope.js';
import { AccountStore } from '../../deals/accounts/account.store.js';
import { DealStore } from '../../deals/deal.store.js';
import { type DueBatch, wholeBatch } from '../../lifecycle/clocks/enforcing.js';
import { LifecycleService, type TransactionContext } from '../../lifecycle/lifecycle.service.js';
import type { UnitOfWork } from '../../lifecycle/unit-of-work.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { InvalidRequestError, NotFoundError, refuse } from '../../platform/input/refusal.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { system } from '../../platform/values/actor.js';
import { dayIn, startOfDay } from '../../platform/values/day.js';
import { groupBy, pluck } from '../../platform/values/group.js';
import { newId } from '../../platform/values/ids.js';
import { Prefilling } from '../form/prefilling.service.js';
import { beginHandoff } from '../handoff-beginning.js';
import type { KindVersion } from '../kinds/handoff-kind.js';
import { KindArchive } from '../kinds/handoff-kind.store.js';
import { firstTaking, takesAll } from '../kinds/kind-of-deal.js';
import {
  BACKFILLED_MAX,
  BACKFILLED_STARTS,
  type Backfill,
  type BackfilledAccount,
  type BackfilledStart,
  type Candidate,
  inTurns,
  spreadOver,
  whyPassedOver,
} from './backfill.js';
import type { BackfillBody } from './backfill.schema.js';
import { BackfillStore } from './backfill.store.js';

/** The number of handoffs that begin in one transaction. */
export const BACKFILLED_AT_ONCE = 100;

/** A backfill as it is stored or, in a dry run, as it would be. */
export interface PlannedBackfill {
  readonly backfill: Backfill;
  readonly accounts: readonly BackfilledAccount[];
}

type Plan = Pick<BackfilledAccount, 'accountId' | 'beginsAt' | 'passedOver'>;
type Due = Pick<BackfilledAccount, 'backfillId' | 'accountId'>;
type SettledAccount = Due & Pick<BackfilledAccount, 'handoffId' | 'passedOver'>;

/** Begins handoffs gradually for accounts that existed before their kind did. */
@Injectable()
export class Backfills {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly backfills: BackfillStore,
    private readonly kinds: KindArchive,
    private readonly deals: DealStore,
    private readonly accounts: AccountStore,
    private readonly prefilling: Prefilling,
  ) {}

  /** @param isDryRun returns what would begin, and stores nothing */
  plan(body: BackfillBody, isDryRun: boolean, caller: Caller): Promise<PlannedBackfill> {
    return this.lifecycle.perform(async (context) => {
      const { tx, now } = context;
      // Keeps two requests at the same time from planning the same handoffs.
      if (!isDryRun) await this.deals.lockAll(tx);
      const id = caller.requestId ?? newId(now);
      const made = isDryRun ? undefined : await this.backfills.find(tx, id);
      if (made !== undefined)
        return { backfill: made, accounts: await this.backfills.readAccounts(tx, id, null, BACKFILLED_MAX) };
      const kind = await this.requireKind(tx, body.kindId);
      const found = await this.candidates(tx, body, kind);
      const backfill: Backfill = {
        id,
        kindId: kind.id,
        perWeek: body.perWeek,
        more: found.length > BACKFILLED_MAX,
        createdAt: now,
        calledOffAt: null,
      };
      const accounts = planned(context, body, found.slice(0, BACKFILLED_MAX), startOf(kind)).map(
        (each): BackfilledAccount => ({ backfillId: id, handoffId: null, ...each }),
      );
      if (!isDryRun) await this.backfills.insert(tx, backfill, accounts);
      return { backfill, accounts };
    });
  }

  /** Calls a backfill off. Handoffs that have begun go on. @throws NotFoundError */
  callOff(id: string): Promise<void> {
    return this.lifecycle.perform(async ({ tx, now }) => {
      await this.deals.lockAll(tx);
      if ((await this.backfills.find(tx, id)) === undefined) throw new NotFoundError('handoffBackfill', id);
      await this.backfills.callOff(tx, id, now);
    });
  }

  /**
   * Begins a batch of handoffs that are due, except for accounts that were left out. @returns whether there may be more
   */
  async beginDue({ limit, except, claimed }: DueBatch = wholeBatch(BACKFILLED_AT_ONCE)): Promise<boolean> {
    const found = await this.lifecycle.look(({ sql, now }) => this.backfills.readDue(sql, now, 1, except));
    if (found.length === 0) return false;
    return this.lifecycle.performDue(async (context) => {
      const { tx, now } = context;
      await this.deals.lockAll(tx);
      const due = await this.backfills.readDue(tx, now, limit, except);
      claimed(due.map(({ accountId }) => accountId));
      const work = this.lifecycle.workOn([], context, system('backfill'));
      const settled: SettledAccount[] = [];
      for (const [kindId, rows] of groupBy(due, (each) => each.kindId))
        settled.push(...(await this.begin(tx, work, kindId, rows)));
      await this.lifecycle.save(tx, work);
      await this.backfills.settle(tx, settled);
      return due.length === limit;
    });
  }

  private async begin(tx: Tx, work: UnitOfWork, kindId: string, due: readonly Due[]): Promise<SettledAccount[]> {
    const kind = await this.findKind(tx, kindId);
    if (kind === undefined) return due.map((each) => ({ ...each, handoffId: null, passedOver: 'kindGone' as const }));
    const start = startOf(kind);
    const wanted = { accountIds: due.map(({ accountId }) => accountId), type: null, ownerRepId: null };
    const found = await this.backfills.readCandidates(tx, wanted, { kindId, start }, due.length);
    const candidates = await this.withKinds(tx, kind, found);
    const known = new Map(candidates.map((each) => [each.accountId, { ...each, isPlanned: false }]));
    const whys = new Map(candidates.map(({ accountId }) => [accountId, whyPassedOver(known.get(accountId)!, start)]));
    const getting = candidates.filter(({ accountId }) => whys.get(accountId) === null);
    const deals = await this.deals.lockMany(
      tx,
      getting.flatMap(({ dealId }) => dealId ?? []),
    );
    const accounts = await this.accounts.readMany(tx, pluck(getting, 'accountId'));
    const [deal, account] = [
      new Map(deals.map((each) => [each.id, each])),
      new Map(accounts.map((each) => [each.id, each])),
    ];
    const about = getting.map(({ accountId, dealId }) => ({
      deal: deal.get(dealId ?? '') ?? null,
      account: account.get(accountId) ?? null,
    }));
    const filled = await this.prefilling.fill(
      tx,
      kind,
      about.map((each, index) => ({
        dealId: each.deal?.id ?? null,
        leadId: each.deal?.leadId ?? null,
        accountId: getting[index]!.accountId,
      })),
    );
    const begun = new Map(
      getting.map(({ accountId }, index) => [
        accountId,
        beginHandoff(work, kind, { about: about[index]!, known: filled[index]! }).subjectId,
      ]),
    );
    return due.map(({ backfillId, accountId }) => ({
      backfillId,
      accountId,
      handoffId: begun.get(accountId) ?? null,
      passedOver: whys.get(accountId) ?? null,
    }));
  }

  private async candidates(tx: Tx, body: BackfillBody, kind: KindVersion): Promise<Candidate[]> {
    const { accountIds, accounts } = body;
    if ((accountIds === undefined) === (accounts === undefined))
      refuse(fault('', 'required', 'Expected either `accountIds` or `accounts`.'));
    const wanted = {
      accountIds: accountIds?.map((id) => id.toLowerCase()) ?? null,
      type: accounts?.type ?? null,
      ownerRepId: accounts?.ownerRepId ?? null,
    };
    const kindAndStart = { kindId: kind.id, start: startOf(kind) };
    return this.withKinds(tx, kind, await this.backfills.readCandidates(tx, wanted, kindAndStart, BACKFILLED_MAX + 1));
  }

  /** For a kind that starts on a win, marks candidates whose deal gets another kind, or none. */
  private async withKinds(tx: Tx, kind: KindVersion, candidates: readonly Candidate[]): Promise<Candidate[]> {
    if (startOf(kind) !== 'deal.won') return [...candidates];
    const kinds = await this.kinds.startingOn(tx, 'deal.won');
    const deals = await this.deals.readMany(
      tx,
      candidates.flatMap(({ dealId }) => dealId ?? []),
    );
    // It does not matter here whether a deal was won before the kind existed: that is what a backfill is for.
    const getting = new Set(deals.filter((deal) => firstTaking(kinds, deal)?.id === kind.id).map(({ id }) => id));
    return candidates.map((each) => ({ ...each, isOfOther: each.dealId !== null && !getting.has(each.dealId) }));
  }

  private async requireKind(tx: Tx, id: string): Promise<KindVersion> {
    const kind = await this.findKind(tx, id.toLowerCase());
    if (kind !== undefined) return kind;
    const message = `There is no kind ${id} that is begun by hand, and none that starts on deal.won and that a deal could get: expected one of these.`;
    throw new InvalidRequestError([fault('/kindId', 'unknownId', message)]);
  }

  /**
   * Finds a kind that can be backfilled. Among kinds that start on a win, those behind one that takes every deal cannot
   * be.
   */
  private async findKind(sql: Sql, id: string): Promise<KindVersion | undefined> {
    const [byHand, ofWins] = await Promise.all(BACKFILLED_STARTS.map((start) => this.kinds.startingOn(sql, start)));
    const last = ofWins!.findIndex((each) => takesAll(each.kind));
    return [...byHand!, ...(last < 0 ? ofWins! : ofWins!.slice(0, last + 1))]
      .map(({ kind }) => kind)
      .find((kind) => kind.id === id);
  }
}

function startOf({ body }: KindVersion): BackfilledStart {
  return body.start.on as BackfilledStart;
}

function planned(
  { now, directory }: TransactionContext,
  { accountIds, perWeek, startsOn }: BackfillBody,
  found: readonly Candidate[],
  start: BackfilledStart,
): Plan[] {
  refuse(faultsOfUnknown(accountIds ?? [], found));
  const timeZone = directory.timeZoneOf(null);
  const startsAt = startsOn === undefined ? now : startOfDay(startsOn, timeZone);
  if (startsOn !== undefined && startsAt < startOfDay(dayIn(now, timeZone), timeZone))
    refuse(fault('/startsOn', 'tooEarly', 'Expected today or a later day.'));
  const passed = found.map((each) => ({ each, why: whyPassedOver(each, start) }));
  const getting = inTurns(
    passed.filter(({ why }) => why === null),
    ({ each }) => each.giverRepId,
  );
  const hours = directory.hours.ofPool(null, null).working;
  const begins = spreadOver(getting.length, { from: Math.max(startsAt, now), hours, timeZone, perWeek });
  if (begins.length < getting.length)
    refuse(fault('', 'value', 'The company has too few working days: see its calendar.'));
  return [
    ...getting.map(({ each: { accountId } }, index) => ({ accountId, beginsAt: begins[index]!, passedOver: null })),
    ...passed.flatMap(({ each: { accountId }, why }) =>
      why === null ? [] : [{ accountId, beginsAt: null, passedOver: why }],
    ),
  ];
}

function faultsOfUnknown(accountIds: readonly string[], found: readonly Candidate[]): Fault[] {
  const known = new Set(found.map(({ accountId }) => accountId));
  return accountIds.flatMap((id, index) =>
    known.has(id.toLowerCase()) ? [] : [fault(`/accountIds/${index}`, 'unknownId', `There is no account ${id}.`)],
  );
}
