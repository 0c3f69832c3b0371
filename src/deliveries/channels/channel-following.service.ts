import { Injectable, Logger } from '@nestjs/common';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { Following, type Slice } from '../../engine/following.service.js';
import type { EventType, LedgerRow } from '../../events/event.js';
import type { FeedSpan } from '../../events/feed.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { LeadListStore } from '../../leads/lead-list.store.js';
import { whyOf } from '../../platform/running/failure.js';
import { TimeSource } from '../../platform/running/time-source.js';
import type { Tx } from '../../platform/sql/database.js';
import { groupBy } from '../../platform/values/group.js';
import { newId } from '../../platform/values/ids.js';
import { DeliveryListStore } from '../delivery-list.store.js';
import { DeliveryQueueStore } from '../delivery-queue.store.js';
import { NotifiedSubjects } from '../notified-subjects.service.js';
import { isPosted, OUTDATING_TYPES, POSTED_TYPES, type PoolsAndTeams, postsOf, rewritesOf } from './channel.js';
import { ChannelStore, readListening } from './channel.store.js';

const CONSUMER = 'channels';
const EVENTS_MAX = 1_000;

/** Follows the ledger and writes posts to channels, and rewrites of outdated messages (docs/adr/0037). */
@Injectable()
export class ChannelFollowing {
  private readonly logger = new Logger('channels');

  constructor(
    private readonly following: Following,
    private readonly ledger: LedgerStore,
    private readonly channels: ChannelStore,
    private readonly lists: DeliveryListStore,
    private readonly queue: DeliveryQueueStore,
    private readonly leads: LeadListStore,
    private readonly subjects: NotifiedSubjects,
    private readonly directories: DirectoryService,
    private readonly time: TimeSource,
  ) {}

  /** @param rest and @returns as for `Following` */
  follow(rest?: (tookMs: number) => Promise<boolean>): Promise<boolean> {
    const types = [...new Set<string>([...this.posted, ...this.outdating])];
    const follower = {
      name: CONSUMER,
      find: (between: FeedSpan) => this.ledger.readNews(between, types, EVENTS_MAX),
      isWanted: async (tx: Tx) => (await readListening(tx)).length > 0,
      write: (tx: Tx, { found }: Slice<LedgerRow>) => this.write(tx, found),
      leaveOut: async (_tx: Tx, found: readonly LedgerRow[], error: unknown) =>
        this.logger.error(`No channel receives event ${found.map(({ id }) => id).join(', ')}: ${whyOf(error)}`),
    };
    return this.following.follow(follower, rest);
  }

  private async write(tx: Tx, events: readonly LedgerRow[]): Promise<void> {
    const channels = await readListening(tx);
    const now = this.time.now();
    const made = () => newId(now);
    const posted = events.filter((event) => isPosted(event, this.posted));
    const concernedBy = await this.concernedBy(tx, posted);
    await this.queue.insertPosts(tx, postsOf(posted, channels, concernedBy, now, made));
    const outdating = events.filter(({ type }) => this.outdating.some((each) => each === type));
    const subjectIds = [...new Set(outdating.map(({ subjectId }) => subjectId))];
    if (subjectIds.length === 0) return;
    const erased = outdating.filter(({ type }) => type === 'lead.erased').map(({ subjectId }) => subjectId);
    const outdated = await this.lists.findOutdated(tx, subjectIds, erased, await this.channels.findLikelyBot(tx));
    await this.queue.insertPosts(tx, rewritesOf(outdating, outdated, now, made));
  }

  private get posted(): readonly EventType[] {
    return [...POSTED_TYPES, ...this.subjects.all.flatMap(({ posted }) => posted)];
  }

  private get outdating(): readonly EventType[] {
    return [...OUTDATING_TYPES, ...this.subjects.all.flatMap(({ outdating }) => outdating)];
  }

  private async concernedBy(tx: Tx, events: readonly LedgerRow[]): Promise<(event: LedgerRow) => PoolsAndTeams> {
    const directory = await this.directories.current(tx);
    const byType = groupBy(events, ({ subjectType }) => subjectType);
    const concerned = new Map([['lead', await this.concernedByLeads(tx, byType.get('lead') ?? [], directory)]]);
    for (const notified of this.subjects.all) {
      const ofType = byType.get(notified.subjectType) ?? [];
      concerned.set(notified.subjectType, await notified.readConcerned(tx, ofType, directory));
    }
    return (event) => concerned.get(event.subjectType)!(event);
  }

  /** An event concerns its pool or else the lead's, and the teams of the present and former owner. */
  private async concernedByLeads(
    tx: Tx,
    events: readonly LedgerRow[],
    { content: { teams } }: Directory,
  ): Promise<(event: LedgerRow) => PoolsAndTeams> {
    const leadIds = [...new Set(events.map(({ subjectId }) => subjectId))];
    const leads = new Map((await this.leads.readNamed(tx, leadIds)).map((lead) => [lead.id, lead]));
    return ({ subjectId, data }) => ({
      poolIds: [data.poolId ?? leads.get(subjectId)?.poolId].filter((id) => typeof id === 'string'),
      teamIds: teams
        .filter(({ repIds }) => [data.repId, data.fromRepId].some((id) => repIds.includes(String(id))))
        .map(({ id }) => id),
    });
  }
}
