import { Injectable } from '@nestjs/common';
import type { Directory } from '../directory/directory.js';
import type { EventType, LedgerRow } from '../events/event.js';
import type { NotificationRow } from '../notifications/notification.store.js';
import type { Sql, Tx } from '../platform/database.js';
import { Registry } from '../platform/registry.js';
import type { OwnedType } from '../vocabulary/subjects.js';
import type { Concerned } from './channels/channel.js';
import type { PostItem } from './channels/post-text.js';

/** A subject of which channels are told, as it is by now. */
export interface PostedSubject {
  itemOf(event: LedgerRow, directory: Directory): PostItem;
  /** Why a channel need not be told any more of what it has not been told yet. */
  obsoleteBecause(event: LedgerRow): string | null;
}

/** What people and channels are told of subjects that are no leads. */
export interface SubjectTelling {
  readonly subjectType: OwnedType;
  /** How people call them, by their ids. */
  readNames(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** What the rep of a notification may tell a client, if anything. */
  readClientTexts(
    sql: Sql,
    rows: readonly NotificationRow[],
    directory: Directory,
  ): Promise<(row: NotificationRow) => string | null>;
  /** Why somebody need not be told any more of what has not gone out yet: null where they do, undefined of what is gone. */
  readObsolete(sql: Sql, ids: readonly string[]): Promise<(row: NotificationRow) => string | null | undefined>;
  /** The events that channels are told of. */
  readonly posted: readonly EventType[];
  /** After these a message about such a subject may say what is no longer so. */
  readonly outdating: readonly EventType[];
  readConcerned(tx: Tx, events: readonly LedgerRow[], directory: Directory): Promise<(event: LedgerRow) => Concerned>;
  readPosts(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, PostedSubject>>;
}

/** A satellite with subjects of its own adds how they are told of when its module is made. */
@Injectable()
export class NotifiedSubjects extends Registry<SubjectTelling> {}
