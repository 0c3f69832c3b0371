import { Injectable } from '@nestjs/common';
import type { Caller } from '../auth/scope.js';
import type { DealPatch } from '../deals/deal.dto.js';
import type { Deal } from '../deals/deal.js';
import { DealStore } from '../deals/deal.store.js';
import { isExplained, type ReadLoss, readLoss } from '../deals/losing.js';
import type { Directory } from '../directory/directory.js';
import type { ReasonRow } from '../disposition/reason.table.js';
import { companyDomain } from '../leads/company.js';
import { LifecycleService, type TransactionContext } from '../lifecycle/lifecycle.service.js';
import { collectFaults, type Fault, fault } from '../platform/input/fault.js';
import { Refusal } from '../platform/input/refusal.js';
import { system } from '../platform/values/actor.js';
import { type Instant, toIso } from '../platform/values/duration.js';
import { pluck } from '../platform/values/group.js';
import { newId } from '../platform/values/ids.js';
import { caseless } from '../platform/values/text.js';
import type { CrmConnectionRow } from './connections/crm-connection.table.js';
import type { Proven } from './connections/proof.js';
import {
  type CrmDeal,
  type KnownDeal,
  latestOf,
  type Newest,
  newestOf,
  type PartName,
  type ReadObject,
  type SaidLoss,
} from './crm-deal.js';
import { CrmReportedStore, type CrmWarning, CrmWarningStore } from './crm-reported.store.js';
import { type DealByRef, ReportedDeals } from './reported-deals.service.js';

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

/** A deal as it would be stored, with its faults. */
export interface PlannedDeal {
  readonly byRef: DealByRef;
  readonly faults: readonly Fault[];
  /** Faults of the loss reason, which apply while the deal is lost without a known reason. */
  readonly unexplained: readonly Fault[];
}

type Refused = Extract<ReadObject, { is: 'refused' }>;
type CrmOwner = NonNullable<Newest['parts']['owner']>;

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
    { once }: Proven,
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
    { once }: Proven,
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
    { once }: Proven,
    seen: readonly string[],
  ): Promise<TakenObjects> {
    const deals = objects.flatMap((each) => (each.is === 'reported' ? [each.reported] : []));
    const refused = objects.filter((each): each is Refused => each.is === 'refused');
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
        ...{ ref, deal },
        faults: collectFaults(planned[index]!.faults, isUnexplained(deal) && planned[index]!.unexplained, faults),
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

function isOfStage({ pointer }: Fault): boolean {
  return pointer === '/stage';
}

function withFormerStage(newest: Newest, known: KnownDeal | undefined): Newest {
  const { stage: _, ...times } = newest.times;
  const since = known?.times.stage;
  return { ...newest, stage: known?.stage ?? null, times: { ...times, ...(since !== undefined && { stage: since }) } };
}

const PART_OF: Readonly<Record<string, PartName>> = {
  ...{ '/ownerEmail': 'owner', '/ownerRef': 'owner', '/accountRef': 'account' },
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

interface Planning {
  readonly ownerOf: (owner: CrmOwner) => string | undefined;
  readonly now: Instant;
  readonly accounts: ReadonlyMap<string, string>;
  readonly reasons: readonly ReasonRow[];
  /** Of the settings. */
  readonly timeZone: string;
}

function plannedOf(
  { ref, parts, why: reason }: Newest,
  { ownerOf, now, accounts, reasons, timeZone }: Planning,
): PlannedDeal {
  const { name, account, owner, value, product, stage, expectedCloseAt, term } = parts;
  const ownerRepId = owner === undefined ? undefined : ownerOf(owner);
  const accountId = account?.ref === undefined ? undefined : accounts.get(account.ref);
  const domain = companyDomain(account?.domain);
  const patch: DealPatch = {
    ...(name !== undefined && { name }),
    ...(accountId !== undefined && { account: { id: accountId } }),
    ...(accountId === undefined &&
      account?.name !== undefined && { account: { name: account.name, ...(domain !== null && { domain }) } }),
    ...(ownerRepId !== undefined && { ownerRepId }),
    ...value,
    ...(product !== undefined && { product }),
    ...(expectedCloseAt !== undefined && { expectedCloseAt: toIso(latestOf(expectedCloseAt, timeZone)) }),
    ...(term !== undefined && { term }),
  };
  // Clocks differ, and a day may not be over: a win must not lie in the future.
  const wonAt = stage?.wonAt == null ? undefined : toIso(Math.min(latestOf(stage.wonAt, timeZone), now));
  const loss = stage?.loss == null ? undefined : lossOf(stage.loss, reasons, now);
  const why = reason === null ? null : lossOf(reason, reasons, now);
  const end = stage === undefined ? null : { stage: stage.is, wonAt, loss };
  return {
    byRef: { ref, patch, end, why, accountRef: accountId === undefined ? (account?.ref ?? null) : null },
    faults: collectFaults(
      stage?.odd && stage.odd,
      (loss?.faults ?? []).map(reasonFault),
      faultsOfOwner(parts, ownerRepId),
      faultsOfAccount(parts, accountId),
    ),
    unexplained: (why?.faults ?? []).map(reasonFault),
  };
}

function reasonFault({ code, message }: Fault): Fault {
  return fault('/lostReason', code, `${message} Its lead is left open to be decided about.`);
}

/** Reads a loss. A reason that maps to no disposition is stored as text and reported; its lead stays open. */
function lossOf({ text, code }: SaidLoss, reasons: readonly ReasonRow[], now: Instant): ReadLoss {
  const read = readLoss({ reason: code, note: text ?? undefined }, reasons, now);
  if (code !== null || text === null) return read;
  const message = 'This reason is not mapped: add it to `lostReasons`.';
  return { ...read, faults: [fault('/lostReason', 'unknownReason', message)] };
}

/** Indexes all reps once, for any number of deals. Those who have left own nothing any more. */
function ownersIn({ content }: Directory, systemName: string): Planning['ownerOf'] {
  const [byEmail, byRef] = [new Map<string, string>(), new Map<string, string>()];
  for (const { id, email, refs, active } of content.reps.values()) {
    if (!active) continue;
    byEmail.set(caseless(email), id);
    if (Object.hasOwn(refs, systemName)) byRef.set(refs[systemName]!, id);
  }
  return (owner) => ('email' in owner ? byEmail.get(caseless(owner.email)) : byRef.get(owner.ref));
}

/** An unknown owner must not lose a won deal: the deal is stored, and the fault is listed. */
function faultsOfOwner({ owner }: Newest['parts'], ownerRepId: string | undefined): Fault[] {
  if (owner === undefined || ownerRepId !== undefined) return [];
  const pointer = 'email' in owner ? '/ownerEmail' : '/ownerRef';
  const message = 'No active rep matches the reported owner: the deal keeps its present owner.';
  return [fault(pointer, 'unknownId', message)];
}

function faultsOfAccount({ account }: Newest['parts'], accountId: string | undefined): Fault[] {
  if (account === undefined || accountId !== undefined || account.name !== undefined) return [];
  return [fault('/accountRef', 'unknownId', 'No account has this id in its `refs`, and it has no name.')];
}
