import { Injectable } from '@nestjs/common';
import type { Directory } from '../directory/directory.js';
import type { EventType, LedgerRow } from '../events/event.js';
import type { NotificationRow } from '../notifications/notification.store.js';
import { Registry } from '../platform/registry.js';
import type { Sql, Tx } from '../platform/sql/database.js';
import type { OwnedType } from '../vocabulary/subjects.js';
import type { PoolsAndTeams } from './channels/channel.js';
import type { PostItem } from './channels/post-text.js';

/** The present state of a subject, for the posts about it in channels. */
export interface PostedSubject {
  itemOf(event: LedgerRow, directory: Directory): PostItem;
  /** Why a post about the event is obsolete, or null if it is not. */
  obsoleteBecause(event: LedgerRow): string | null;
}

/** How people and channels are notified about subjects other than leads. */
export interface SubjectNotifications {
  readonly subjectType: OwnedType;
  /** Returns display names by subject id. */
  readNames(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>>;
  /** Returns what the rep of a notification may tell a client, or null. */
  readClientTexts(
    sql: Sql,
    rows: readonly NotificationRow[],
    directory: Directory,
  ): Promise<(row: NotificationRow) => string | null>;
  /** Returns why a notification is obsolete: null if it is not, undefined if its subject is gone. */
  readObsolete(sql: Sql, ids: readonly string[]): Promise<(row: NotificationRow) => string | null | undefined>;
  /** The events that are posted to channels. */
  readonly posted: readonly EventType[];
  /** The events after which an earlier message about the subject may be outdated. */
  readonly outdating: readonly EventType[];
  readConcerned(
    tx: Tx,
    events: readonly LedgerRow[],
    directory: Directory,
  ): Promise<(event: LedgerRow) => PoolsAndTeams>;
  readPosts(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, PostedSubject>>;
}

/** A satellite with subjects of its own registers how to notify about them when its module is created. */
@Injectable()
export class NotifiedSubjects extends Registry<SubjectNotifications> {}
