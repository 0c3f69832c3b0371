import { Injectable } from '@nestjs/common';
import { ConfigurationService } from '../../configuration/configuration.service.js';
import type { ResourceView } from '../../configuration/resource.kind.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { HistoryService } from '../../documents/history.service.js';
import { type IfMatch, requireMatch } from '../../documents/if-match.js';
import type { VersionView } from '../../documents/version.schema.js';
import { VersionStore } from '../../documents/version.store.js';
import { type Actor, system } from '../../platform/actor.js';
import type { Tx } from '../../platform/database.js';
import type { Instant } from '../../platform/duration.js';
import { type Fault, step, under } from '../../platform/fault.js';
import { PAGE_LIMIT_MAX, type Page, type PageRequest } from '../../platform/page.js';
import { refuse } from '../../platform/refusal.js';
import type { PolicyBody } from '../../sla/policy.dto.js';
import { PolicyStore } from '../../sla/policy.store.js';
import { POLICY } from './policy.kind.js';

/** The subject of the order's versions and events: it belongs to all policies and to none. */
const ORDER_ID = '00000000-0000-7000-8000-000000000005';
const ORDER = { kind: 'policyOrder', id: ORDER_ID } as const;

/** An order that is asked for. */
export interface Ordering {
  readonly policyIds: readonly string[];
  /** Where the ids stand in what was sent. */
  readonly pointer: string;
  readonly ifMatch: IfMatch;
  readonly dryRun: boolean;
  readonly restores?: number;
}

interface Ordered {
  readonly policies: Page<ResourceView<PolicyBody>>;
  /** 0 while nobody has ever set the order. */
  readonly version: number;
}

/** The order of the policies: the first that matches a lead is the lead's. */
@Injectable()
export class PolicyOrderService {
  constructor(
    private readonly configuration: ConfigurationService,
    private readonly resources: ResourceService,
    private readonly documents: VersionStore,
    private readonly history: HistoryService,
    private readonly store: PolicyStore,
  ) {}

  /**
   * @throws InvalidRequestError unless the ids are exactly those of all policies
   * @throws StaleVersionError unless it is meant for the present version
   */
  async order({ policyIds, pointer, ifMatch, dryRun, restores }: Ordering, actor: Actor): Promise<Ordered> {
    const ids = policyIds.map((id) => id.toLowerCase());
    const replace = async (tx: Tx, now: Instant, begin: () => void) => {
      const present = await this.store.readOrder(tx);
      const latest = await this.documents.readLatest(tx, ORDER.kind, ORDER.id);
      const kept = latest?.version ?? 0;
      requireMatch(ifMatch, kept);
      refuse(under(pointer, faultsOfOrder(ids, present)));
      if (isSame(ids, present)) return kept;
      begin();
      await this.store.writeOrder(tx, ids);
      // Policies that were made or deleted have changed the order since, and nobody has said so.
      const isKept = latest !== undefined && isSame(present, orderIn(latest.body!));
      const stood = { ...ORDER, version: kept + 1, body: { policyIds: present }, at: now, actor: system('policies') };
      const version = isKept ? kept + 1 : kept + 2;
      const replaced = { ...ORDER, version, body: { policyIds: ids }, restores, at: now, actor };
      await this.documents.insertMany(tx, isKept ? [replaced] : [stood, replaced]);
      const data = { kind: ORDER.kind, version, change: 'replaced', policyIds: ids, ...(restores && { restores }) };
      await this.configuration.record(tx, { ...ORDER, type: 'config.changed', at: now, actor, data });
      return version;
    };
    const { outcome: version } = await this.configuration.changeIfDifferentAndTell(replace, { dryRun });
    const { data, ...page } = await this.resources.list(POLICY, { limit: PAGE_LIMIT_MAX });
    const placeOf = new Map(ids.map((id, place) => [id, place]));
    // A rehearsal has changed no place.
    const inOrder = [...data].sort((one, other) => (placeOf.get(one.id) ?? 0) - (placeOf.get(other.id) ?? 0));
    return { policies: { ...page, data: inOrder }, version };
  }

  versions(page: PageRequest): Promise<Page<VersionView>> {
    return this.history.versionsIfAny(ORDER.kind, ORDER.id, page);
  }

  /** @throws NotFoundError where there is no such version */
  async version(version: number): Promise<{ policyIds: string[]; at: Instant }> {
    const { body, at } = await this.history.version(ORDER.kind, ORDER.id, version);
    return { policyIds: orderIn(body), at };
  }
}

function orderIn(body: Readonly<Record<string, unknown>>): string[] {
  return body.policyIds as string[];
}

function isSame(ids: readonly string[], others: readonly string[]): boolean {
  return ids.length === others.length && ids.every((id, index) => id === others[index]);
}

function faultsOfOrder(ids: readonly string[], existing: readonly string[]): Fault[] {
  const unknown = ids.flatMap((id, index) =>
    existing.includes(id)
      ? []
      : [{ pointer: step(index), code: 'unknownId', message: `There is no policy ${JSON.stringify(id)}.` }],
  );
  const repeated = ids.flatMap((id, index) =>
    ids.indexOf(id) === index
      ? []
      : [
          {
            pointer: step(index),
            code: 'duplicate',
            message: `Is the same as entry ${ids.indexOf(id)} (counted from 0).`,
          },
        ],
  );
  const missing = existing
    .filter((id) => !ids.includes(id))
    .map((id) => ({ pointer: '', code: 'missing', message: `The policy ${id} is missing from the order.` }));
  return [...unknown, ...repeated, ...missing];
}
