import type { SubjectType } from '../events/event.js';
import type { Sql, Tx } from '../platform/database.js';
import type { Instant } from '../platform/duration.js';
import type { Fault } from '../platform/fault.js';
import type { TableOf } from '../platform/rows.js';
import type { ResourceRow } from './resource.table.js';
import type { SealedSecrets } from './sealed-secrets.store.js';
import type { UsersQuestion } from './users.store.js';

/** A field that is written and never read: it is sealed beside the row, and stands in no answer, version or event. */
export interface SecretField<Row, Body> {
  readonly field: keyof Body & string;
  /** Where it stands in what is sent, where that is elsewhere. */
  readonly pointer?: string;
  /** The column that says since when there is one. */
  readonly setAt: keyof Row & string;
  readonly kept: SealedSecrets;
}

/** What a kind of configuration adds to the life that all kinds share. */
export interface ResourceKind<Row extends ResourceRow, Body extends object> {
  /** The subject of its events, and its name in messages: `calendar`. */
  readonly kind: SubjectType;
  readonly table: TableOf<Row>;
  /** The fields that the API shows and versions keep, in the order of the contract. */
  readonly fields: readonly (keyof Body & string)[];
  readonly secrets?: readonly SecretField<Row, Body>[];
  /** The field in which the order of names means something: another order is a change, too. */
  readonly ordered?: {
    readonly field: keyof Body & string;
    /** As it was in a version, in its order, which versions do not keep. */
    read(sql: Sql, id: string, version: number): Promise<unknown>;
  };
  /** A field of very many entries: pages leave it out, and histories say its size and a digest instead. */
  readonly large?: keyof Body & string;
  /** The whole-number column by which lists are ordered; without one, they are as the resources were made. */
  readonly orderedBy?: keyof Row & string;
  /** The field that no two resources may share, compared without case; without one, `check` sees to it. */
  readonly unique?: keyof Body & string;
  /** Everything wrong with a body beyond its schema: unknown ids, contradictions. */
  check(tx: Tx, body: Body, id: string | null): Promise<Fault[]>;
  /** What it names that the program will post to, by its pointers: only what may be asked is taken. */
  addresses?(body: Body): Readonly<Record<string, string>>;
  /** Columns of the row beyond the body's own, at creation. */
  initial?(tx: Tx): Promise<Partial<Row>>;
  /** Keeps what is derived from the body in step: members, references. @param before the row that was replaced */
  afterWrite?(tx: Tx, id: string, body: Body, now: Instant, before?: Row): Promise<void>;
  /** What the API shows of each row beside the body. */
  shows?(sql: Sql, rows: readonly Row[]): Promise<readonly object[]>;
  /** What goes with it when it is deleted and no foreign key takes. */
  beforeRemove?(tx: Tx, id: string): Promise<void>;
  /** What keeps it from being deleted, as far as its own floor knows of it; satellites add to `USERS`. */
  readonly users: readonly UsersQuestion[];
  /** Keeps others from using it until the end of the transaction that deletes it. */
  lock?(tx: Tx, id: string): Promise<void>;
  /** What one does with one that has users, in place of deleting it: a sentence. */
  readonly insteadOfRemoving?: string;
}

/** A resource as the API shows it. */
export type ResourceView<Body> = Body & {
  readonly id: string;
  readonly version: number;
  readonly createdAt: string;
  readonly updatedAt: string;
};
