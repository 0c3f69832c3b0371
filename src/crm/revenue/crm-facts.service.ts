import { Injectable } from '@nestjs/common';
import { DirectoryService } from '../../directory/directory.service.js';
import { LifecycleService, type TransactionContext } from '../../lifecycle/lifecycle.service.js';
import { type Fault, fault } from '../../platform/input/fault.js';
import { Turns } from '../../platform/running/turns.js';
import { system as systemActor } from '../../platform/values/actor.js';
import { isoOrNull } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import { newId } from '../../platform/values/ids.js';
import { ContractsService } from '../../revenue/contracts/contracts.service.js';
import { InvoicesService } from '../../revenue/invoices/invoices.service.js';
import type { TakesByRef } from '../../revenue/reported-by-ref.js';
import { UsageService } from '../../revenue/usage/usage.service.js';
import type { ProvenRequest } from '../connections/proof.js';
import type { Connection, TakenObjects } from '../crm-deals.service.js';
import { CrmReportedStore, type CrmWarning, CrmWarningStore } from '../crm-reported.store.js';
import type { ReadFact } from '../object-values.js';
import { itemsOf, mapObject } from '../objects.js';
import type { RevenueKind } from '../reported-kinds.js';
import { type CrmFact, newestFacts } from './crm-facts.js';
import { readFact } from './fact-kinds.js';
import { FactNaming, type NamedFact } from './fact-naming.service.js';
import type { RevenueMapping } from './revenue-mapping.js';

const REPEATED: TakenObjects = { taken: 0, outdated: 0, passedOver: 0, refused: 0, isRepeated: true };

/** Rolls back the transaction of a preview. */
class OnlySeenError extends Error {
  constructor(readonly became: readonly NamedFact[]) {
    super();
  }
}

@Injectable()
export class CrmFacts {
  private readonly takers: Readonly<Record<RevenueKind, TakesByRef<never>>>;

  constructor(
    private readonly lifecycle: LifecycleService,
    private readonly directories: DirectoryService,
    private readonly naming: FactNaming,
    private readonly reported: CrmReportedStore,
    private readonly warnings: CrmWarningStore,
    contracts: ContractsService,
    invoices: InvoicesService,
    usage: UsageService,
  ) {
    this.takers = { contracts, invoices, usage };
  }

  /** Reads the objects of a payload. @param mapping null if the connection has none */
  async read(kind: RevenueKind, mapping: RevenueMapping | null, payload: unknown): Promise<ReadFact<CrmFact>[]> {
    if (mapping === null) return [refusedAsOne(unmapped(kind))];
    const found = itemsOf(mapping, payload);
    if ('fault' in found) return [refusedAsOne(found.fault)];
    const { content } = await this.directories.now();
    const how = { isMinor: mapping.isMinor, kinds: mapping.kinds, timeZone: content.settings.timeZone };
    const turns = new Turns();
    const read: ReadFact<CrmFact>[] = [];
    for (const item of found.items) {
      read.push(readFact(kind, mapObject(mapping, { payload, item }), how));
      await turns.next();
    }
    return read;
  }

  /** Stores all objects in one transaction. A refused object does not affect the others. */
  take(
    kind: RevenueKind,
    connection: Connection,
    objects: readonly ReadFact<CrmFact>[],
    { once }: ProvenRequest,
    seen: readonly string[],
  ): Promise<TakenObjects> {
    return this.lifecycle.perform(async (context) => {
      const { tx, now } = context;
      await this.takers[kind].lock(tx);
      if (once !== null && !(await this.reported.takeOnce(tx, connection.id, once.digest, once.endsAt, now)))
        return REPEATED;
      const { became, outdated } = await this.takeNewest(context, kind, connection, reportedFacts(objects));
      const taken = became.filter(({ faults }) => faults.length === 0).map(({ fact }) => fact);
      await this.reported.keepFacts(tx, connection.id, kind, taken);
      const refused = [
        ...objects.flatMap((each) => (each.is === 'refused' ? [each] : [])),
        ...became.filter(({ faults }) => faults.length > 0).map(({ fact: { ref }, faults }) => ({ ref, faults })),
      ];
      const found = { connectionId: connection.id, kind, at: now, seen };
      await this.warnings.replace(
        tx,
        found,
        pluck(taken, 'ref'),
        refused.map(({ ref, faults }): CrmWarning => ({ ...found, ref, faults, refused: true, id: newId(now) })),
      );
      const passedOver = objects.filter(({ is }) => is === 'other').length;
      return { taken: taken.length, outdated, passedOver, refused: refused.length, isRepeated: false };
    });
  }

  /** Returns what would result, in the order of the objects: stores them, and rolls back. */
  async preview(kind: RevenueKind, connection: Connection, objects: readonly ReadFact<CrmFact>[]) {
    const became = await this.lifecycle
      .perform(async (context): Promise<readonly NamedFact[]> => {
        await this.takers[kind].lock(context.tx);
        throw new OnlySeenError((await this.takeNewest(context, kind, connection, reportedFacts(objects))).became);
      })
      .catch((error: unknown) => {
        if (error instanceof OnlySeenError) return error.became;
        throw error;
      });
    const byRef = new Map(became.map((each) => [each.fact.ref, each]));
    return objects.map((each) => previewOf(each, byRef));
  }

  private async takeNewest(
    context: TransactionContext,
    kind: RevenueKind,
    { id, system }: Connection,
    facts: readonly CrmFact[],
  ): Promise<{ readonly became: readonly NamedFact[]; readonly outdated: number }> {
    const { tx, now } = context;
    const refs = [...new Set(facts.map(({ ref }) => ref))];
    const { newest, outdated } = newestFacts(facts, await this.reported.readFacts(tx, id, kind, refs), now);
    const named = await this.naming.find(tx, kind, system, newest);
    const ready = named.filter(({ faults }) => faults.length === 0);
    const took = await this.takers[kind].take(
      context,
      ready.map(({ fact: { ref }, body }) => ({ system, ref, body: body as never })),
      systemActor(`crm connection ${id}`),
    );
    const left = [...took];
    const became = named.map((each): NamedFact => {
      if (each.faults.length > 0) return each;
      const result = left.shift()!;
      return { ...each, faults: 'faults' in result ? result.faults.map((fault) => inMapping(each.fact, fault)) : [] };
    });
    return { became, outdated };
  }
}

function reportedFacts(objects: readonly ReadFact<CrmFact>[]): CrmFact[] {
  return objects.flatMap((each) => (each.is === 'reported' ? [each.reported] : []));
}

function inMapping({ fieldOf }: CrmFact, fault: Fault): Fault {
  return { ...fault, pointer: fieldOf(fault.pointer) };
}

function refusedAsOne(fault: Fault): ReadFact<CrmFact> {
  return { is: 'refused', ref: null, faults: [fault] };
}

function unmapped(kind: RevenueKind): Fault {
  const message = `The connection has no \`${kind}\`, the mapping by which they are read.`;
  return fault(`/${kind}`, 'required', message);
}

function previewOf(object: ReadFact<CrmFact>, became: ReadonlyMap<string, NamedFact>) {
  const nothing = { ref: null, changedAt: null, deal: null, stage: null, fact: null, faults: [] };
  if (object.is === 'other') return { ...nothing, outcome: 'passedOver' };
  if (object.is === 'refused') return { ...nothing, outcome: 'refused', ref: object.ref, faults: object.faults };
  const { ref, changedAt } = object.reported;
  const common = { ...nothing, ref, changedAt: isoOrNull(changedAt) };
  const of = became.get(ref);
  if (of === undefined) return { ...common, outcome: 'outdated' };
  if (of.faults.length > 0) return { ...common, outcome: 'refused', faults: of.faults };
  return { ...common, outcome: 'taken', fact: of.body };
}
