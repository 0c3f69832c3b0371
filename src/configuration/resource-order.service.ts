import { Injectable } from '@nestjs/common';
import { HistoryService } from '../documents/history.service.js';
import { type IfMatch, requireMatch } from '../documents/if-match.js';
import type { VersionView } from '../documents/version.schema.js';
import { VersionStore } from '../documents/version.store.js';
import type { SubjectType } from '../events/event.js';
import { PAGE_LIMIT_MAX, type Page, type PageRequest } from '../platform/http/page.js';
import { type Fault, fault, step, under } from '../platform/input/fault.js';
import { refuse } from '../platform/input/refusal.js';
import type { Tx } from '../platform/sql/database.js';
import { type Actor, system } from '../platform/values/actor.js';
import type { Instant } from '../platform/values/duration.js';
import { ConfigurationService } from './configuration.service.js';
import type { ResourceKind, ResourceView } from './resource.kind.js';
import { ResourceService } from './resource.service.js';
import type { ResourceRow } from './resource.table.js';
import { readOrder, writeOrder } from './resource-page.store.js';

/** A kind of configuration of which the first match applies. */
export interface OrderedKind<Row extends ResourceRow, Body extends object> {
  readonly kind: ResourceKind<Row, Body>;
  /** The subject of the order's versions and events, as the order belongs to no single resource. */
  readonly order: { readonly kind: SubjectType; readonly id: string };
  /** The field of its versions with the ids. */
  readonly field: 'policyIds' | 'kindIds';
  readonly one: string;
  readonly many: string;
}

export interface NewOrder {
  readonly ids: readonly string[];
  readonly pointer: string;
  readonly ifMatch: IfMatch;
  readonly dryRun: boolean;
  readonly restores?: number;
  /** The request, if a repetition of it must not act again. */
  readonly requestId?: string | undefined;
}

interface OrderedPage<Body> {
  readonly resources: Page<ResourceView<Body>>;
  /** 0 if the order was never set. */
  readonly version: number;
}

@Injectable()
export class ResourceOrderService {
  constructor(
    private readonly configuration: ConfigurationService,
    private readonly resources: ResourceService,
    private readonly documents: VersionStore,
    private readonly history: HistoryService,
  ) {}

  /** @throws InvalidRequestError unless the ids are exactly those of all resources of the kind; StaleVersionError */
  async order<E extends ResourceRow, B extends object>(
    ordered: OrderedKind<E, B>,
    { ids: given, pointer, ifMatch, dryRun, restores, requestId }: NewOrder,
    actor: Actor,
  ): Promise<OrderedPage<B>> {
    const { kind, order, field, many } = ordered;
    const latestOf = (tx: Tx) => this.documents.readLatest(tx, order.kind, order.id);
    const ids = given.map((id) => id.toLowerCase());
    const replace = async (tx: Tx, now: Instant, begin: () => void) => {
      const present = await readOrder(tx, kind.table.name);
      const latest = await latestOf(tx);
      const kept = latest?.version ?? 0;
      requireMatch(ifMatch, kept);
      refuse(under(pointer, faultsOfOrder(ids, present, ordered)));
      if (isSame(ids, present)) return kept;
      begin();
      await writeOrder(tx, kind.table.name, ids);
      // Resources created or deleted since changed the order without a version of it, so that state is stored first.
      const isKept = latest !== undefined && isSame(present, latest.body![field] as string[]);
      const stood = { ...order, version: kept + 1, body: { [field]: present }, at: now, actor: system(many) };
      const version = isKept ? kept + 1 : kept + 2;
      const replaced = { ...order, version, body: { [field]: ids }, restores, at: now, actor };
      await this.documents.insertMany(tx, isKept ? [replaced] : [stood, replaced]);
      const data = { kind: order.kind, version, change: 'replaced', [field]: ids, ...(restores && { restores }) };
      await this.configuration.record(tx, { ...order, type: 'config.changed', at: now, actor, data });
      return version;
    };
    const once = { requestId, present: async (tx: Tx) => (await latestOf(tx))?.version ?? 0 };
    const { outcome: version } = await this.configuration.changeIfDifferentWithConsequence(replace, { dryRun, once });
    const { data, ...page } = await this.resources.list(kind, { limit: PAGE_LIMIT_MAX });
    if (!dryRun) return { resources: { ...page, data }, version };
    // After a rehearsal, the stored positions are the old ones.
    const placeOf = new Map(ids.map((id, place) => [id, place]));
    const inOrder = [...data].sort((one, other) => (placeOf.get(one.id) ?? 0) - (placeOf.get(other.id) ?? 0));
    return { resources: { ...page, data: inOrder }, version };
  }

  versions<E extends ResourceRow, B extends object>(
    { order }: OrderedKind<E, B>,
    page: PageRequest,
  ): Promise<Page<VersionView>> {
    return this.history.versionsIfAny(order.kind, order.id, page);
  }

  async version<E extends ResourceRow, B extends object>(
    { order, field }: OrderedKind<E, B>,
    version: number,
  ): Promise<{ ids: string[]; at: Instant }> {
    const { body, at } = await this.history.version(order.kind, order.id, version);
    return { ids: body[field] as string[], at };
  }
}

function isSame(ids: readonly string[], others: readonly string[]): boolean {
  return ids.length === others.length && ids.every((id, index) => id === others[index]);
}

function faultsOfOrder(
  ids: readonly string[],
  existing: readonly string[],
  { one }: { readonly one: string },
): Fault[] {
  const unknown = ids.flatMap((id, index) =>
    existing.includes(id) ? [] : [fault(step(index), 'unknownId', `There is no ${one} ${JSON.stringify(id)}.`)],
  );
  const repeated = ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [fault(step(index), 'duplicate', `This is the same as entry ${ids.indexOf(id)} (counted from 0).`)],
  );
  const missing = existing
    .filter((id) => !ids.includes(id))
    .map((id) => fault('', 'missing', `The ${one} ${id} is missing from the order.`));
  return [...unknown, ...repeated, ...missing];
}
