import { Injectable } from '@nestjs/common';
import { type FindOptionsWhere, Raw } from 'typeorm';
import { DeletedError } from '../documents/document.errors.js';
import { HistoryService, type KeptVersion } from '../documents/history.service.js';
import { type IfMatch, requireMatch } from '../documents/if-match.js';
import type { Submission } from '../documents/replacement.js';
import type { VersionView } from '../documents/version.schema.js';
import { VersionStore } from '../documents/version.store.js';
import type { Page, PageRequest } from '../platform/http/page.js';
import { type Fault, fault, step } from '../platform/input/fault.js';
import { NotFoundError, refuse } from '../platform/input/refusal.js';
import { Outbound } from '../platform/outbound/outbound.js';
import { TimeSource } from '../platform/running/time-source.js';
import { Database, type RowSql, type Tx } from '../platform/sql/database.js';
import type { Actor } from '../platform/values/actor.js';
import type { Instant } from '../platform/values/duration.js';
import { newId } from '../platform/values/ids.js';
import { inWords } from '../platform/values/text.js';
import { type ChangeResult, ConfigurationService } from './configuration.service.js';
import { ResourceInUseError } from './resource.errors.js';
import type { ResourceKind, ResourceView } from './resource.kind.js';
import type { ResourceRow } from './resource.table.js';
import { bodyOf, view, views } from './resource.view.js';
import { columnsOf, isAsBefore, unset } from './resource-columns.js';
import { readPage } from './resource-page.store.js';
import { SealedField } from './sealed-field.service.js';
import { readUsers } from './users.store.js';

/** Runs in the transaction of a change, even of one that changes nothing. @returns further fields of its answer */
export type Also = (made: {
  readonly tx: Tx;
  readonly now: Instant;
  readonly actor: Actor;
  readonly id: string;
  readonly version: number;
}) => Promise<object | undefined>;

interface ReplaceOptions {
  readonly dryRun?: boolean;
  readonly also?: Also | undefined;
}

interface CreateOptions extends ReplaceOptions {
  /** Becomes the id, so that a retry after a lost answer finds the resource. */
  readonly requestId?: string | undefined;
}

interface ResourceWrite {
  readonly id: string;
  readonly actor: Actor;
  readonly now: Instant;
}

/** The operations that all kinds of configuration share: list, create, replace, delete, versions. */
@Injectable()
export class ResourceService {
  constructor(
    readonly database: Database,
    readonly configuration: ConfigurationService,
    private readonly documents: VersionStore,
    private readonly history: HistoryService,
    private readonly sealed: SealedField,
    private readonly outbound: Outbound,
    readonly time: TimeSource,
  ) {}

  async list<E extends ResourceRow, B extends object>(
    kind: ResourceKind<E, B>,
    page: PageRequest,
    among?: readonly string[],
  ): Promise<Page<ResourceView<B>>> {
    const found = await readPage(this.database, kind, page, among);
    return { ...found, data: await views(kind, this.database, found.data) };
  }

  async get<E extends ResourceRow, B extends object>(kind: ResourceKind<E, B>, id: string): Promise<ResourceView<B>> {
    return view(kind, this.database, await find(kind, this.database, id));
  }

  async create<E extends ResourceRow, B extends object>(
    kind: ResourceKind<E, B>,
    body: B,
    actor: Actor,
    requestId?: string,
  ): Promise<ResourceView<B>> {
    return (await this.createWithConsequence(kind, body, actor, { requestId })).outcome;
  }

  /** Does the same, and also returns the consequence for promises. */
  async createWithConsequence<E extends ResourceRow, B extends object>(
    kind: ResourceKind<E, B>,
    body: B,
    actor: Actor,
    { requestId, dryRun = false, also }: CreateOptions = {},
  ): Promise<ChangeResult<ResourceView<B>>> {
    const create = async (tx: Tx, now: Instant) => {
      const made = requestId && (await tx.repository(kind.table).findOneBy(byId<E>(requestId)));
      if (made) return view(kind, tx, made);
      // An earlier attempt created it, and it was deleted since.
      if (requestId !== undefined && (await this.documents.hasAny(tx, kind.kind, requestId)))
        throw new NotFoundError(kind.kind, requestId);
      const inserted = await this.insert(kind, tx, { body, faults: [], actor, now, id: requestId ?? newId(now) });
      return { ...inserted, ...(await also?.({ tx, now, actor, id: inserted.id, version: inserted.version })) };
    };
    return this.configuration.changeWithConsequence(create, { dryRun });
  }

  /** @throws StaleVersionError unless `ifMatch` is the present version */
  async replace<E extends ResourceRow, B extends object>(
    kind: ResourceKind<E, B>,
    id: string,
    taken: Submission<B>,
    actor: Actor,
    { dryRun = false, also }: ReplaceOptions = {},
  ): Promise<ChangeResult<ResourceView<B>>> {
    return this.configuration.changeIfDifferentWithConsequence(
      async (tx, now, begin) => {
        const view = await this.update(kind, tx, { ...taken, id, actor, now }, begin);
        if (also === undefined) return view;
        begin();
        return { ...view, ...(await also({ tx, now, actor, id: view.id, version: view.version })) };
      },
      { dryRun, once: { requestId: taken.requestId, present: async (tx) => view(kind, tx, await find(kind, tx, id)) } },
    );
  }

  /** @throws ResourceInUseError that names the users */
  async remove<E extends ResourceRow, B extends object>(
    kind: ResourceKind<E, B>,
    id: string,
    actor: Actor,
    ifMatch: IfMatch,
  ): Promise<void> {
    await this.configuration.change(async (tx, now) => {
      const row = await find(kind, tx, id);
      requireMatch(ifMatch, row.version);
      await kind.lock?.(tx, id);
      const users = await readUsers(tx, kind, id);
      if (users.length > 0) throw new ResourceInUseError(kind.kind, users, kind.insteadOfRemoving);
      await kind.beforeRemove?.(tx, id);
      await tx.repository(kind.table).delete(byId<E>(id));
      const version = { kind: kind.kind, id, version: row.version + 1, body: null, at: now, actor };
      await this.configuration.recordVersions(tx, [{ ...version, change: 'deleted' }]);
    });
  }

  versions<E extends ResourceRow, B extends object>(
    { kind, large }: Pick<ResourceKind<E, B>, 'kind' | 'large'>,
    id: string,
    page: PageRequest,
  ): Promise<Page<VersionView>> {
    return this.history.versions(kind, id, page, large);
  }

  /** Returns a complete version. @throws NotFoundError if it does not exist or has no document */
  async version<E extends ResourceRow, B extends object>(
    { kind, ordered }: Pick<ResourceKind<E, B>, 'kind' | 'ordered'>,
    id: string,
    version: number,
  ): Promise<KeptVersion> {
    const kept = await this.history.version(kind, id, version);
    if (ordered === undefined) return kept;
    return { ...kept, body: { ...kept.body, [ordered.field]: await ordered.read(this.database, id, version) } };
  }

  /** Does the same for restoring it. @throws DeletedError */
  async restorable<E extends ResourceRow, B extends object>(
    kind: Pick<ResourceKind<E, B>, 'kind' | 'ordered'>,
    id: string,
    version: number,
  ): Promise<KeptVersion> {
    const kept = await this.version(kind, id, version);
    if (kept.isDeleted) throw new DeletedError(kind.kind);
    return kept;
  }

  async insert<E extends ResourceRow, B extends object>(
    kind: ResourceKind<E, B>,
    tx: Tx,
    { body: given, faults, id, actor, now }: Pick<Submission<B>, 'body' | 'faults'> & ResourceWrite,
  ): Promise<ResourceView<B>> {
    const body = (await kind.complete?.(tx, given)) ?? given;
    const sealing = await this.sealed.take(kind, tx, body, null, now);
    refuse(faults, await this.faultsOf(kind, tx, body, null), sealing.faults);
    const row = {
      ...(await kind.initial?.(tx)),
      ...columnsOf(kind, body),
      ...sealing.columns,
      id,
      version: 1,
      createdAt: now,
      updatedAt: now,
    } as unknown as E;
    await tx.repository(kind.table).insert(row);
    await sealing.write(row.id);
    await kind.afterWrite?.(tx, row.id, body, now);
    const kept = { ...bodyOf(kind, row), ...sealing.kept };
    const version = { kind: kind.kind, id, version: 1, body: kept, at: now, actor };
    await this.configuration.recordVersions(tx, [{ ...version, change: 'created' }]);
    return view(kind, tx, row);
  }

  /** Inserts what an empty database starts with, which is part of the program and not validated. */
  async insertBuiltIns<E extends ResourceRow, B extends object>(
    kind: ResourceKind<E, B>,
    tx: Tx,
    bodies: readonly B[],
    { actor, now }: Omit<ResourceWrite, 'id'>,
  ): Promise<void> {
    const made = bodies.map((body) => ({ id: newId(now), body }));
    const rows = made.map(({ id, body }) => ({
      ...columnsOf(kind, body),
      id,
      version: 1,
      createdAt: now,
      updatedAt: now,
    }));
    await tx.repository(kind.table).insert(rows as unknown as E[]);
    const version = { kind: kind.kind, version: 1, at: now, actor, change: 'created' } as const;
    await this.configuration.recordVersions(
      tx,
      made.map((each) => ({ ...version, ...each })),
    );
  }

  async update<E extends ResourceRow, B extends object>(
    kind: ResourceKind<E, B>,
    tx: Tx,
    { body: given, faults, ifMatch, isAsRead, restores, id, actor, now }: Submission<B> & ResourceWrite,
    begin: () => void = () => undefined,
  ): Promise<ResourceView<B>> {
    const body = (await kind.complete?.(tx, given)) ?? given;
    const row = await find(kind, tx, id);
    requireMatch(ifMatch, row.version);
    const sealing = await this.sealed.take(kind, tx, body, row, now);
    refuse(faults, await this.faultsOf(kind, tx, body, id), sealing.faults);
    const columns = { ...columnsOf(kind, body), ...(isAsRead && (await unset(kind, tx, row, body))) };
    // A write that changes nothing makes no version and no event, and disturbs no clock.
    const isSame = isAsBefore(kind, row, columns as unknown as E);
    if (isSame && !sealing.isChanged) return view(kind, tx, row);
    begin();
    const next = { version: row.version + 1, updatedAt: now };
    const changes: Record<string, unknown> = { ...columns, ...sealing.columns, ...next };
    await tx.repository(kind.table).update(byId<E>(id), changes as Partial<E>);
    const before = { ...row };
    Object.assign(row, changes);
    await sealing.write(id);
    await kind.afterWrite?.(tx, row.id, body, now, before);
    const kept = { ...bodyOf(kind, row), ...sealing.kept };
    const version = { kind: kind.kind, id, version: row.version, restores, body: kept, at: now, actor };
    await this.configuration.recordVersions(tx, [{ ...version, change: 'replaced' }]);
    return view(kind, tx, row);
  }

  /** Validates a body beyond its schema. @param id of the replaced resource; null for a new one */
  async faultsOf<E extends ResourceRow, B extends object>(
    kind: ResourceKind<E, B>,
    tx: Tx,
    body: B,
    id: string | null,
  ): Promise<Fault[]> {
    const faults = [...this.faultsOfAddresses(kind, body), ...(await kind.check(tx, body, id))];
    const { unique } = kind;
    if (unique === undefined) return faults;
    const isSame = Raw((column) => `lower(${column}) = lower(:value)`, { value: body[unique] });
    const taken = await tx.repository(kind.table).findOneBy({ [unique]: isSame } as FindOptionsWhere<E>);
    if (taken === null || taken.id === id) return faults;
    const message = `Another ${inWords(kind.kind)} (${taken.id}) has this ${unique}.`;
    return [...faults, fault(step(unique), 'taken', message)];
  }

  private faultsOfAddresses<E extends ResourceRow, B extends object>(kind: ResourceKind<E, B>, body: B): Fault[] {
    return Object.entries(kind.addresses?.(body) ?? {}).flatMap(([pointer, url]) => {
      const why = this.outbound.objectionTo(url);
      return why === null ? [] : [fault(pointer, 'address', `Expected an address to post to: ${why}.`)];
    });
  }
}

const byId = <E extends ResourceRow>(id: string) => ({ id }) as FindOptionsWhere<E>;

async function find<E extends ResourceRow>(
  { kind, table }: Pick<ResourceKind<E, never>, 'kind' | 'table'>,
  sql: RowSql,
  id: string,
): Promise<E> {
  const row = await sql.repository(table).findOneBy(byId<E>(id));
  if (row === null) throw new NotFoundError(kind, id);
  return row;
}
