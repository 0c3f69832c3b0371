import { Injectable } from '@nestjs/common';
import type { PoolsAndTeams } from '../../deliveries/channels/channel.js';
import type { PostedSubject, SubjectNotifications } from '../../deliveries/notified-subjects.service.js';
import type { Directory } from '../../directory/directory.js';
import type { LedgerRow } from '../../events/event.js';
import type { NotificationRow } from '../../notifications/notification.store.js';
import type { Sql, Tx } from '../../platform/sql/database.js';
import { BlockerStore } from '../blockers/blocker.store.js';
import { HandoffStore } from '../handoff.store.js';
import { textForClientOf } from '../handoff.view.js';
import type { HandoffCase } from '../handoff-case.js';
import { HandoffCases } from '../handoff-cases.service.js';
import { HandoffListStore } from '../handoff-list.store.js';
import { KindArchive } from '../kinds/handoff-kind.store.js';
import { ReceiverStore } from '../receivers/receiver.store.js';
import {
  concernsReceiver,
  itemOfHandoff,
  OUTDATING,
  obsoletePost,
  POSTED,
  type PostedHandoff,
} from './handoff-posts.js';
import { obsoleteHandoff, type PresentHandoff } from './obsolete-handoff.js';

@Injectable()
export class HandoffNotifications implements SubjectNotifications {
  readonly subjectType = 'handoff';
  readonly posted = POSTED;
  readonly outdating = OUTDATING;

  constructor(
    private readonly cases: HandoffCases,
    private readonly handoffs: HandoffStore,
    private readonly lists: HandoffListStore,
    private readonly kinds: KindArchive,
    private readonly receivers: ReceiverStore,
    private readonly blockers: BlockerStore,
  ) {}

  readNames(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, string>> {
    return this.lists.readNames(sql, ids);
  }

  /** Reads the texts that givers may send to clients who have not been told yet. */
  async readClientTexts(sql: Sql, rows: readonly NotificationRow[], directory: Directory) {
    const asking = rows.filter(isForClient).flatMap(({ subjectId }) => subjectId ?? []);
    const byId = await this.look(sql, [...new Set(asking)]);
    return (row: NotificationRow) => {
      const subject = isForClient(row) ? byId.get(row.subjectId ?? '') : undefined;
      return subject?.ownerId === row.repId ? textForClientOf(subject, directory) : null;
    };
  }

  async readObsolete(sql: Sql, ids: readonly string[]) {
    const byId = await this.look(sql, ids);
    return ({ type, repId, data, subjectId }: NotificationRow) => {
      const subject = byId.get(subjectId ?? '');
      return subject && obsoleteHandoff(type, { repId, data, handoff: standsAs(subject) });
    };
  }

  /**
   * Reads the teams that events concern: those that receive the handoff, or only those that the event names, and the
   * teams of the giver and of a blocker's owner.
   */
  async readConcerned(tx: Tx, events: readonly LedgerRow[], directory: Directory) {
    const handoffs = await this.handoffs.readMany(tx, [...new Set(events.map(({ subjectId }) => subjectId))]);
    const kindOf = await this.kinds.load(tx, handoffs);
    const handoff = new Map(handoffs.map((each) => [each.id, each]));
    const { teams } = directory.content;
    return ({ subjectId, data }: LedgerRow): PoolsAndTeams => {
      const found = handoff.get(subjectId)!;
      const receiving = kindOf(found).body.receivers.filter(({ name }) => concernsReceiver(data, name));
      const people = [found.giverRepId, data.ownerRepId].filter((id) => typeof id === 'string');
      const teamIds = teams.filter(({ repIds }) => people.some((id) => repIds.includes(id))).map(({ id }) => id);
      return { poolIds: [], teamIds: [...receiving.map(({ teamId }) => teamId), ...teamIds] };
    };
  }

  async readPosts(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, PostedSubject>> {
    if (ids.length === 0) return new Map();
    const rows = await this.handoffs.readMany(sql, ids);
    const [kindOf, names, receivers, blockers] = await Promise.all([
      this.kinds.load(sql, rows),
      this.lists.readAccountNames(sql, ids),
      this.receivers.readOf(sql, ids),
      this.blockers.readOf(sql, ids),
    ]);
    return new Map(
      rows.map((row) => {
        const { id, state, formVersion } = row;
        const parties = { receivers: receivers.get(id) ?? [], blockers: blockers.get(id) ?? [] };
        return [id, postedAs({ name: names.get(id)!, kind: kindOf(row), state, formVersion, ...parties })];
      }),
    );
  }

  private async look(sql: Sql, ids: readonly string[]): Promise<ReadonlyMap<string, HandoffCase>> {
    return new Map((await this.cases.look(sql, ids)).map((each) => [each.subjectId, each]));
  }
}

function isForClient({ type }: NotificationRow): boolean {
  return type === 'handoff.tellClient';
}

function standsAs({ handoff, ownerId, receivers, records, questions, blockers, clocks }: HandoffCase): PresentHandoff {
  const { state, clientTold } = handoff;
  return { state, ownerId, receivers, records, questions, blockers, clocks, isClientTold: clientTold !== null };
}

function postedAs(handoff: PostedHandoff): PostedSubject {
  return {
    itemOf: (event, directory) => itemOfHandoff(event, handoff, directory),
    obsoleteBecause: (event) => obsoletePost(event, handoff),
  };
}
