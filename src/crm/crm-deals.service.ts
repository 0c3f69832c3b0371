import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import type { Deal } from '../deals/deal.js';
import { DealStore } from '../deals/deal.store.js';
import { isExplained } from '../deals/losing.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { collectFaults, type Fault, fault } from '../platform/input/fault.js';
import { Refusal } from '../platform/input/refusal.js';
import { system } from '../platform/values/actor.js';
import { pluck } from '../platform/values/group.js';
import { newId } from '../platform/values/ids.js';
import type { CrmConnectionRow } from './connections/crm-connection.table.js';
import type { ProvenRequest } from './connections/proof.js';
import { type CrmDeal, type KnownDeal, type Newest, newestOf, type PartName, type ReadObject } from './crm-deal.js';
import { CrmReportedStore, type CrmWarning, CrmWarningStore } from './crm-reported.store.js';
import { ownersIn, type PlannedDeal, plannedOf } from './planned-deal.js';
import { ReportedDeals } from './reported-deals.service.js';

export type Connection = Pick<CrmConnectionRow, 'id' | 'name' | 'system'>;

/** The results of a request, as numbers of objects. */
export interface TakenObjects {
  readonly taken: number;
  /** Older than the stored state. */
  readonly outdated: number;
  /** Not matched by the mapping's conditions. */
  readonly passedOver: number;
  readonly refused: number;
  /** Whether the same request was processed before. */
  readonly isRepeated: boolean;
}

type RefusedObject = Extract<ReadObject, { is: 'refused' }>;

@Injectable()
export class CrmDeals {
  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly dealStore: DealStore,
    private readonly deals: ReportedDeals,
    private readonly reported: CrmReportedStore,
    private readonly warnings: CrmWarningStore,
  ) {}

  /** Stores all objects in one transaction; splits them if one is refused, so that the others are stored. */
  async take(
    connection: Connection,
    objects: readonly ReadObject[],
    { once }: ProvenRequest,
    seen: readonly string[],
  ): Promise<TakenObjects> {
    try {
      return await this.takeAll(connection, objects, { once }, seen);
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      if (objects.length > 1) return this.takeByHalves(connection, objects, { once }, seen);
      const [object] = objects;
      const ref = object?.is === 'reported' ? object.reported.ref : null;
      return this.takeAll(
        connection,
        [{ is: 'refused', ref, faults: [fault('', error.code, error.message)] }],
        { once },
        seen,
      );
    }
  }

  /** Only the last part marks the request as processed; a repetition before that finds the first part done. */
  private async takeByHalves(
    connection: Connection,
    objects: readonly ReadObject[],
    { once }: ProvenRequest,
    seen: readonly string[],
  ): Promise<TakenObjects> {
    const middle = objects.length >> 1;
    const first = await this.take(connection, objects.slice(0, middle), { once: null }, seen);
    const second = await this.take(connection, objects.slice(middle), { once }, seen);
    return {
      taken: first.taken + second.taken,
      outdated: first.outdated + second.outdated,
      passedOver: first.passedOver + second.passedOver,
      refused: first.refused + second.refused,
      isRepeated: second.isRepeated,
    };
  }

  private takeAll(
    connection: Connection,
    objects: readonly ReadObject[],
    { once }: ProvenRequest,
    seen: readonly string[],
  ): Promise<TakenObjects> {
    const deals = objects.flatMap((each) => (each.is === 'reported' ? [each.reported] : []));
    const refused = objects.filter((each): each is RefusedObject => each.is === 'refused');
    const passedOver = objects.filter(({ is }) => is === 'other').length;
    return this.lifecycle.perform(async (context) => {
      const { tx, now } = context;
      await this.dealStore.lockAll(tx);
      if (once !== null && !(await this.reported.takeOnce(tx, connection.id, once.digest, once.endsAt, now)))
        return { taken: 0, outdated: 0, passedOver: 0, refused: 0, isRepeated: true };
      const { planned, outdated, newest, known } = await this.plan(context, connection, deals);
      const put = await this.deals.put(context, pluck(planned, 'byRef'), {
        system: connection.system,
        caller: callerOf(connection),
        actor: system(`crm connection ${connection.id}`),
      });
      const became = put.map(({ ref, deal, faults }, index) => ({
        ref,
        deal,
        faults: collectFaults(
          planned[index]!.faults,
          isUnexplained(deal) && planned[index]!.unexplained,
          isWorthless(deal) && WORTHLESS,
          faults,
        ),
      }));
      const taken = new Set(became.flatMap(({ ref, deal }) => (deal === null ? [] : [ref])));
      // The former stage is stored, so that the stage is tried again with the next change.
      const stuck = new Set(became.flatMap(({ ref, faults }) => (faults.some(isOfStage) ? [ref] : [])));
      const unused = new Map(became.map(({ ref, faults }) => [ref, unusedParts(faults)]));
      await this.reported.keep(
        tx,
        connection.id,
        newest
          .filter(({ ref }) => taken.has(ref))
          .map((each) => (stuck.has(each.ref) ? withFormerStage(each, known.get(each.ref)) : each))
          .map((each) => withoutSaid(each, unused.get(each.ref)!)),
      );
      const found = { connectionId: connection.id, kind: 'deals', at: now, seen } as const;
      const odd = [
        ...refused.map(({ ref, faults }) => ({ ref, faults, refused: true })),
        ...became
          .filter(({ faults }) => faults.length > 0)
          .map(({ ref, deal, faults }) => ({ ref, faults, refused: deal === null })),
      ];
      await this.warnings.replace(
        tx,
        found,
        [...taken],
        odd.map((each): CrmWarning => ({ ...each, ...found, id: newId(now) })),
      );
      const refusedCount = refused.length + became.length - taken.size;
      return { taken: taken.size, outdated, passedOver, refused: refusedCount, isRepeated: false };
    });
  }

  /** Returns what would be stored. A caller that writes it must hold the lock of all deals. */
  async plan(
    context: TransactionContext,
    connection: Connection,
    deals: readonly CrmDeal[],
  ): Promise<{
    readonly planned: readonly PlannedDeal[];
    readonly newest: readonly Newest[];
    readonly known: ReadonlyMap<string, KnownDeal>;
    readonly outdated: number;
  }> {
    const refs = [...new Set(deals.map(({ ref }) => ref))];
    // Stored states count only for existing deals: for a new one, everything is new.
    const known = await this.reported.read(
      context.tx,
      connection.id,
      await this.deals.findKnown(context, connection.system, refs),
    );
    const all = newestOf(deals, known, context.now);
    const newest = all.filter(({ isOutdated }) => !isOutdated);
    const accounts = await this.deals.findAccounts(
      context,
      connection.system,
      newest.flatMap(({ parts }) => parts.account?.ref ?? []),
    );
    const ownerOf = ownersIn(context.directory, connection.system);
    const { reasons, settings } = context.directory.content;
    const { timeZone } = settings;
    const planned = newest.map((each) => plannedOf(each, { ownerOf, now: context.now, accounts, reasons, timeZone }));
    return { planned, newest, known, outdated: all.length - newest.length };
  }
}

function isUnexplained(deal: Deal | null): boolean {
  return deal?.stage === 'lost' && !isExplained(deal);
}

/** Reports whether a deal was accepted without an amount. One that is lost needs none. */
function isWorthless(deal: Deal | null): boolean {
  return deal !== null && deal.stage !== 'lost' && deal.amount === null;
}

const WORTHLESS = fault(
  '/amount',
  'required',
  'The deal has no amount yet: enter it in the CRM, or here (PATCH /v1/deals/{id}). Until then reports and ad platforms have no value for it.',
);

function isOfStage({ pointer }: Fault): boolean {
  return pointer === '/stage';
}

function withFormerStage(newest: Newest, known: KnownDeal | undefined): Newest {
  const { stage: _, ...times } = newest.times;
  const since = known?.times.stage;
  return { ...newest, stage: known?.stage ?? null, times: { ...times, ...(since !== undefined && { stage: since }) } };
}

const PART_OF: Readonly<Record<string, PartName>> = {
  '/ownerEmail': 'owner',
  '/ownerRef': 'owner',
  '/accountRef': 'account',
};

function unusedParts(faults: readonly Fault[]): PartName[] {
  return faults.flatMap(({ pointer }) => PART_OF[pointer] ?? []);
}

/** What could not be used counts as not said, so that it is tried, and listed, with the next report. */
function withoutSaid(newest: Newest, parts: readonly PartName[]): Newest {
  const kept = Object.entries(newest.lastDigests).filter(([name]) => !parts.includes(name as PartName));
  return { ...newest, lastDigests: Object.fromEntries(kept) };
}

function callerOf({ id, name }: Connection): Caller {
  return { keyId: id, name, scopes: ['integration'], repId: null };
}
