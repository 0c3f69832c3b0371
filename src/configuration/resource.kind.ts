import type { SubjectType } from '../events/event.js';
import type { Fault } from '../platform/input/fault.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import type { TableOfRows } from '../platform/sql/repository.js';
import type { Instant } from '../platform/values/duration.js';
import type { ResourceRow } from './resource.table.js';
import type { SealedSecrets } from './sealed-secrets.store.js';
import type { UsersQuestion } from './users.store.js';

/** A write-only field. It is sealed in a table beside the row, and never part of an answer, version or event. */
export interface SecretField<Row, Body> {
  readonly field: keyof Body & string;
  /** Its pointer in the request, if it is not at the top level. */
  readonly pointer?: string;
  /** The column that says since when there is a secret. */
  readonly setAt: keyof Row & string;
  readonly kept: SealedSecrets;
}

export interface ResourceKind<Row extends ResourceRow, Body extends object> {
  /** The subject of its events, and its name in messages: `calendar`. */
  readonly kind: SubjectType;
  readonly table: TableOfRows<Row>;
  /** The fields that the API returns and versions store, in their order there. */
  readonly fields: readonly (keyof Body & string)[];
  readonly secrets?: readonly SecretField<Row, Body>[];
  /** A field whose names are ordered: a change of the order alone is a change, too. */
  readonly ordered?: {
    readonly field: keyof Body & string;
    /** Reads the field of a version in its order, which versions do not store. */
    read(sql: Sql, id: string, version: number): Promise<unknown>;
  };
  /** A field with very many entries. Pages omit it, and histories show its size and a digest instead. */
  readonly large?: keyof Body & string;
  /** The integer column by which lists are ordered; by default, resources are in order of creation. */
  readonly orderedBy?: keyof Row & string;
  /** The field that must be unique, compared without case. Kinds without one may enforce uniqueness in `check`. */
  readonly unique?: keyof Body & string;
  /** Returns a body with the defaults that other configuration gives it. */
  complete?(tx: Tx, body: Body): Promise<Body>;
  /** Finds faults beyond the schema, such as unknown ids and contradictions. */
  check(tx: Tx, body: Body, id: string | null): Promise<Fault[]>;
  /** Returns the URLs in a body to which the program will post, by pointer. Only permitted ones are accepted. */
  addresses?(body: Body): Readonly<Record<string, string>>;
  /** Further columns of a new row. */
  initial?(tx: Tx): Promise<Partial<Row>>;
  /** Updates what is derived from the body, such as members and references. @param before the row that was replaced */
  afterWrite?(tx: Tx, id: string, body: Body, now: Instant, before?: Row): Promise<void>;
  /** Returns further fields that the API shows for each row. */
  shows?(sql: Sql, rows: readonly Row[]): Promise<readonly object[]>;
  /** Deletes what depends on the resource and is not covered by a foreign key. */
  beforeRemove?(tx: Tx, id: string): Promise<void>;
  /** Finds what prevents its deletion, as far as its own layer knows; satellites add to `USERS`. */
  readonly users: readonly UsersQuestion[];
  /** Prevents others from using it until the end of the transaction that deletes it. */
  lock?(tx: Tx, id: string): Promise<void>;
  /** What to do instead of deleting a resource in use: a sentence. */
  readonly insteadOfRemoving?: string;
}

export type ResourceView<Body> = Body & {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
};
