import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import type {
  DeepPartial,
  FindOperator,
  FindOptionsOrder,
  FindOptionsWhere,
  QueryDeepPartialEntity,
  Repository,
} from 'typeorm';
import { And, In, MoreThan, Raw } from 'typeorm';
import { changesBetween } from '../documents/change.js';
import { HistoryService } from '../documents/history.service.js';
import { type IfMatch, requireMatch } from '../documents/if-match.js';
import type { Submission } from '../documents/replacement.js';
import type { VersionView } from '../documents/version.schema.js';
import { VersionStore } from '../documents/version.store.js';
import type { Actor } from '../platform/actor.js';
import { Database, type Sql, type Tx } from '../platform/database.js';
import { type Fault, step } from '../platform/fault.js';
import { newId } from '../platform/ids.js';
import type { Instant } from '../platform/instant.js';
import { Outbound } from '../platform/outbound.js';
import { type Page, type PageRequest, readCursor, toPage } from '../platform/page.js';
import { NotFoundError, refuse } from '../platform/refusal.js';
import { inWords } from '../platform/text.js';
import { type Changed, ConfigurationService } from './configuration.service.js';
import type { ResourceEntity } from './resource.entity.js';
import { ResourceInUseError } from './resource.errors.js';
import type { ResourceKind, ResourceView } from './resource.kind.js';
import { bodyOf, view, views } from './resource.view.js';
import { SealedField, withoutSecret } from './sealed-field.service.js';

/** What is done with a replacement, in its transaction, whether it differs or not. @returns what its answer says besides */
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

/** Which row is written, when and by whom. */
interface Written {
  readonly id: string;
  readonly actor: Actor;
  readonly now: Instant;
}

/** The life that calendars, reps, teams, pools, policies and reasons share: list, create, replace, delete, versions. */
@Injectable()
export class ResourceService {
  constructor(
    private readonly database: Database,
    readonly configuration: ConfigurationService,
    private readonly documents: VersionStore,
    private readonly history: HistoryService,
    private readonly sealed: SealedField,
    private readonly outbound: Outbound,
  ) {}

  /** In the order of the kind, else oldest first. @param among the ids to choose from; all by default */
  async list<E extends ResourceEntity, B extends object>(
    kind: ResourceKind<E, B>,
    page: PageRequest,
    among?: readonly string[],
  ): Promise<Page<ResourceView<B>>> {
    const limit = page.limit ?? 100;
    const rows = await this.database.source.getRepository(kind.entity).find({
      where: after(kind, page.cursor).map((clause) => ({
        ...clause,
        ...(among && { id: clause.id === undefined ? In([...among]) : And(clause.id, In([...among])) }),
      })) as FindOptionsWhere<E>[],
      order: { ...(kind.orderedBy && { [kind.orderedBy]: 'asc' }), id: 'asc' } as FindOptionsOrder<E>,
      take: limit + 1,
    });
    const found = toPage(rows, limit, (row) => keyOf(kind, row));
    return { ...found, data: await views(kind, this.database, found.data) };
  }

  async get<E extends ResourceEntity, B extends object>(
    kind: ResourceKind<E, B>,
    id: string,
  ): Promise<ResourceView<B>> {
    return view(kind, this.database, await find(kind, this.database.source.getRepository(kind.entity), id));
  }

  /** @param requestId its id, under which the same request finds it again when its answer was lost */
  async create<E extends ResourceEntity, B extends object>(
    kind: ResourceKind<E, B>,
    body: B,
    actor: Actor,
    requestId?: string,
  ): Promise<ResourceView<B>> {
    return this.configuration.change(async (tx, now) => {
      const made = requestId && (await tx.manager.getRepository(kind.entity).findOneBy(byId<E>(requestId)));
      if (made) return view(kind, tx, made);
      // It was made, and is deleted by now.
      if (requestId !== undefined && (await this.documents.hasAny(tx, kind.kind, requestId)))
        throw new NotFoundError(kind.kind, requestId);
      return this.insert(kind, tx, { body, faults: [], actor, now, id: requestId ?? newId(now) });
    });
  }

  /** @throws StaleVersionError unless it is meant for the present version */
  async replace<E extends ResourceEntity, B extends object>(
    kind: ResourceKind<E, B>,
    id: string,
    taken: Submission<B>,
    actor: Actor,
    { dryRun = false, also }: ReplaceOptions = {},
  ): Promise<Changed<ResourceView<B>>> {
    return this.configuration.changeIfDifferentAndTell(
      async (tx, now, begin) => {
        const view = await this.update(kind, tx, { ...taken, id, actor, now }, begin);
        if (also === undefined) return view;
        begin();
        return { ...view, ...(await also({ tx, now, actor, id: view.id, version: view.version })) };
      },
      { dryRun },
    );
  }

  /** @throws ResourceInUseError that names who needs it */
  async remove<E extends ResourceEntity, B extends object>(
    kind: ResourceKind<E, B>,
    id: string,
    actor: Actor,
    ifMatch: IfMatch,
  ): Promise<void> {
    await this.configuration.change(async (tx, now) => {
      const rows = tx.manager.getRepository(kind.entity);
      const row = await find(kind, rows, id);
      requireMatch(ifMatch, row.version);
      const users = await kind.usersOf(tx, id);
      if (users.length > 0) throw new ResourceInUseError(kind.kind, users, kind.insteadOfRemoving);
      await kind.beforeRemove?.(tx, id);
      await rows.delete(byId<E>(id));
      const version = { kind: kind.kind, id, version: row.version + 1, body: null, at: now, actor };
      await this.configuration.recordVersions(tx, [{ ...version, change: 'deleted' }]);
    });
  }

  versions(
    { kind }: Pick<ResourceKind<never, never>, 'kind'>,
    id: string,
    page: PageRequest,
  ): Promise<Page<VersionView>> {
    return this.history.versions(kind, id, page);
  }

  async insert<E extends ResourceEntity, B extends object>(
    kind: ResourceKind<E, B>,
    tx: Tx,
    { body, faults, id, actor, now }: Pick<Submission<B>, 'body' | 'faults'> & Written,
  ): Promise<ResourceView<B>> {
    const sealing = await this.sealed.take(kind, tx, body, null, now);
    refuse([...faults, ...(await this.faultsOf(kind, tx, body, null)), ...sealing.faults]);
    const rows = tx.manager.getRepository(kind.entity);
    const row = rows.create({
      ...(await kind.initial?.(tx)),
      ...columnsOf(kind, body),
      ...sealing.columns,
      id,
      version: 1,
      createdAt: now,
      updatedAt: now,
    } as DeepPartial<E>);
    await rows.insert(row as QueryDeepPartialEntity<E>);
    await sealing.write(row.id);
    await kind.afterWrite?.(tx, row.id, body, now);
    const kept = { ...withoutSecret(kind, body), ...sealing.told };
    const version = { kind: kind.kind, id, version: 1, body: kept, at: now, actor };
    await this.configuration.recordVersions(tx, [{ ...version, change: 'created' }]);
    return view(kind, tx, row);
  }

  /** What an empty database begins with, in one statement a table. Nothing of it is checked: it comes with the program. */
  async insertBuiltIns<E extends ResourceEntity, B extends object>(
    kind: ResourceKind<E, B>,
    tx: Tx,
    bodies: readonly B[],
    { actor, now }: Omit<Written, 'id'>,
  ): Promise<void> {
    const made = bodies.map((body) => ({ id: newId(now), body }));
    const rows = made.map(({ id, body }) => ({
      ...columnsOf(kind, body),
      ...{ id, version: 1, createdAt: now, updatedAt: now },
    }));
    await tx.manager.getRepository(kind.entity).insert(rows as unknown as QueryDeepPartialEntity<E>[]);
    const version = { kind: kind.kind, version: 1, at: now, actor, change: 'created' } as const;
    await this.configuration.recordVersions(
      tx,
      made.map((each) => ({ ...version, ...each })),
    );
  }

  async update<E extends ResourceEntity, B extends object>(
    kind: ResourceKind<E, B>,
    tx: Tx,
    { body, faults, ifMatch, isAsRead, id, actor, now }: Submission<B> & Written,
    begin: () => void = () => undefined,
  ): Promise<ResourceView<B>> {
    const rows = tx.manager.getRepository(kind.entity);
    const row = await find(kind, rows, id);
    requireMatch(ifMatch, row.version);
    const sealing = await this.sealed.take(kind, tx, body, row, now);
    refuse([...faults, ...(await this.faultsOf(kind, tx, body, id)), ...sealing.faults]);
    const columns = { ...columnsOf(kind, body), ...(isAsRead && (await unset(kind, tx, row, body))) };
    // A write that changes nothing makes no version, no event, and disturbs no clock.
    const isSame = isAsBefore(kind, row, columns as unknown as E);
    if (isSame && !sealing.isChanged) return view(kind, tx, row);
    begin();
    const next = { version: row.version + 1, updatedAt: now };
    const changes: Record<string, unknown> = { ...columns, ...sealing.columns, ...next };
    await rows.update(byId<E>(id), changes as QueryDeepPartialEntity<E>);
    Object.assign(row, changes);
    await sealing.write(id);
    await kind.afterWrite?.(tx, row.id, body, now);
    const kept = { ...withoutSecret(kind, body), ...sealing.told };
    const version = { kind: kind.kind, id, version: row.version, body: kept, at: now, actor };
    await this.configuration.recordVersions(tx, [{ ...version, change: 'replaced' }]);
    return view(kind, tx, row);
  }

  /** Of what it means. @param id of what it replaces */
  private async faultsOf<E extends ResourceEntity, B extends object>(
    kind: ResourceKind<E, B>,
    tx: Tx,
    body: B,
    id: string | null,
  ): Promise<Fault[]> {
    const faults = [...this.faultsOfAddresses(kind, body), ...(await kind.check(tx, body, id))];
    const { unique } = kind;
    if (unique === undefined) return faults;
    const taken = await tx.manager.getRepository(kind.entity).findOneBy({
      [unique]: Raw((column) => `lower(${column}) = lower(:value)`, { value: body[unique] }),
    } as FindOptionsWhere<E>);
    if (!taken || taken.id === id) return faults;
    const message = `Another ${inWords(kind.kind)} (${taken.id}) has this ${unique}.`;
    return [...faults, { pointer: step(unique), code: 'taken', message }];
  }

  private faultsOfAddresses<E extends ResourceEntity, B extends object>(kind: ResourceKind<E, B>, body: B): Fault[] {
    return Object.entries(kind.addresses?.(body) ?? {}).flatMap(([pointer, url]) => {
      const why = this.outbound.objectionTo(url);
      return why === null ? [] : [{ pointer, code: 'address', message: `Expected an address to post to: ${why}.` }];
    });
  }
}

function byId<E extends ResourceEntity>(id: string): FindOptionsWhere<E> {
  return { id } as FindOptionsWhere<E>;
}

/** By what a list of the kind goes on. */
function keyOf<E extends ResourceEntity>(kind: Pick<ResourceKind<E, never>, 'orderedBy'>, row: E): (string | number)[] {
  return kind.orderedBy === undefined ? [row.id] : [row[kind.orderedBy] as number, row.id];
}

/** What comes after the row that a cursor names: one of these holds. */
function after<E extends ResourceEntity>(
  { orderedBy }: Pick<ResourceKind<E, never>, 'orderedBy'>,
  cursor: string | undefined,
): { [column: string]: unknown; id?: FindOperator<string> }[] {
  if (cursor === undefined) return [{}];
  if (orderedBy === undefined) return [{ id: MoreThan(readCursor(cursor, ['id'])[0] as string) }];
  const [place, id] = readCursor(cursor, ['number', 'id']) as [number, string];
  return [{ [orderedBy]: MoreThan(place) }, { [orderedBy]: place, id: MoreThan(id) }];
}

async function find<E extends ResourceEntity>(
  kind: ResourceKind<E, never> | ResourceKind<E, object>,
  rows: Repository<E>,
  id: string,
): Promise<E> {
  const row = await rows.findOneBy(byId<E>(id));
  if (!row) throw new NotFoundError(kind.kind, id);
  return row;
}

function isAsBefore<E extends ResourceEntity, B extends object>(kind: ResourceKind<E, B>, row: E, next: E): boolean {
  const [before, after] = [bodyOf(kind, row), bodyOf(kind, next)];
  if (changesBetween(before, after).length > 0) return false;
  const { ordered } = kind;
  return ordered === undefined || JSON.stringify(before[ordered]) === JSON.stringify(after[ordered]);
}

/** Every field of the body as a column; one that is absent is null, so that a replacement empties it. */
function columnsOf<E extends ResourceEntity, B extends object>(
  kind: ResourceKind<E, B>,
  body: B,
): Record<string, unknown> {
  return Object.fromEntries(kind.fields.map((field) => [field, body[field] ?? null]));
}

/** What was read where nothing was set, and is sent back as it was read, is still not set: a rep's zone, as it follows their calendar. */
async function unset<E extends ResourceEntity, B extends object>(
  kind: ResourceKind<E, B>,
  sql: Sql,
  row: E,
  body: B,
): Promise<Record<string, null>> {
  const read = { ...(await kind.shows?.(sql, [row]))?.[0] } as Partial<B>;
  const isUnset = (field: keyof B & string) =>
    (row as unknown as Partial<B>)[field] === null && field in read && isDeepStrictEqual(read[field], body[field]);
  return Object.fromEntries(kind.fields.filter(isUnset).map((field) => [field, null]));
}
