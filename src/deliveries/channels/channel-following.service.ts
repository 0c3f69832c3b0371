import { Injectable, Logger } from '@nestjs/common';
import { DirectoryService } from '../../directory/directory.service.js';
import { Following, type Slice } from '../../engine/following.service.js';
import { whyOf } from '../../engine/set-aside.js';
import type { LedgerRow } from '../../events/event.js';
import type { Between } from '../../events/feed.js';
import { LedgerStore } from '../../events/ledger.store.js';
import { HandoffStore } from '../../handoffs/handoff.store.js';
import { KindArchive } from '../../handoffs/kinds/kind-archive.store.js';
import { namesWentTo } from '../../handoffs/receivers/told-receivers.js';
import { LeadListStore } from '../../leads/lead-list.store.js';
import type { Tx } from '../../platform/database.js';
import { newId } from '../../platform/ids.js';
import { TimeSource } from '../../platform/time-source.js';
import { DeliveryListStore } from '../delivery-list.store.js';
import { DeliveryQueueStore } from '../delivery-queue.store.js';
import {
  type Concerned,
  isPosted,
  OUTDATING_TYPES,
  POSTED_OF_HANDOFFS,
  POSTED_TYPES,
  postsOf,
  rewritesOf,
} from './channel.js';
import { ChannelStore, readListening } from './channel.store.js';

/** As the place in the ledger is called. */
const CONSUMER = 'channels';
/** A slice has no more events than that. */
const EVENTS_MAX = 1_000;
const TYPES = [...new Set<string>([...POSTED_TYPES, ...POSTED_OF_HANDOFFS, ...OUTDATING_TYPES])];

/** Makes of events what is posted to channels, and which messages of bots are written anew, behind the ledger (docs/adr/0037). */
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
    private readonly handoffs: HandoffStore,
    private readonly kinds: KindArchive,
    private readonly directories: DirectoryService,
    private readonly time: TimeSource,
  ) {}

  /** Follows the ledger to its end. @param rest and @returns as of `Following` */
  follow(rest?: (tookMs: number) => Promise<boolean>): Promise<boolean> {
    const follower = {
      name: CONSUMER,
      find: (between: Between) => this.ledger.readFeed(between, TYPES, EVENTS_MAX),
      isWanted: async (tx: Tx) => (await readListening(tx)).length > 0,
      write: (tx: Tx, { found }: Slice<LedgerRow>) => this.write(tx, found),
      leaveOut: async (_tx: Tx, found: readonly LedgerRow[], error: unknown) =>
        this.logger.error(`No channel is told of event ${found.map(({ id }) => id).join(', ')}: ${whyOf(error)}`),
    };
    return this.following.follow(follower, rest);
  }

  private async write(tx: Tx, events: readonly LedgerRow[]): Promise<void> {
    const channels = await readListening(tx);
    const now = this.time.now();
    const made = () => newId(now);
    const concernedBy = await this.concernedBy(tx, events.filter(isPosted));
    await this.queue.insertPosts(tx, postsOf(events, channels, concernedBy, now, made));
    const outdating = events.filter(({ type }) => OUTDATING_TYPES.some((each) => each === type));
    const leadIds = [...new Set(outdating.map(({ subjectId }) => subjectId))];
    if (leadIds.length === 0) return;
    const erased = outdating.filter(({ type }) => type === 'lead.erased').map(({ subjectId }) => subjectId);
    const outdated = await this.lists.findOutdated(tx, leadIds, erased, await this.channels.findLikelyBot(tx));
    await this.queue.insertPosts(tx, rewritesOf(outdating, outdated, now, made));
  }

  private async concernedBy(tx: Tx, events: readonly LedgerRow[]): Promise<(event: LedgerRow) => Concerned> {
    const ofLead = await this.concernedByLeads(
      tx,
      events.filter(({ subjectType }) => subjectType === 'lead'),
    );
    const ofHandoff = await this.concernedByHandoffs(
      tx,
      events.filter(({ subjectType }) => subjectType === 'handoff'),
    );
    return (event) => (event.subjectType === 'handoff' ? ofHandoff : ofLead)(event);
  }

  /** The teams that receive it, of what concerns one of them that one, and the teams of whoever gives it or sees to it. */
  private async concernedByHandoffs(tx: Tx, events: readonly LedgerRow[]): Promise<(event: LedgerRow) => Concerned> {
    const ids = [...new Set(events.map(({ subjectId }) => subjectId))];
    const handoffs = await this.handoffs.readMany(tx, ids);
    const kindOf = await this.kinds.load(tx, handoffs);
    const handoff = new Map(handoffs.map((each) => [each.id, each]));
    const { teams } = (await this.directories.current(tx)).content;
    return ({ subjectId, data }) => {
      const found = handoff.get(subjectId)!;
      const receiving = kindOf(found).body.receivers.filter(({ name }) => isAsked(data, name));
      const people = [found.giverRepId, data.ownerRepId].filter((id) => typeof id === 'string');
      const theirs = teams.filter(({ repIds }) => people.some((id) => repIds.includes(id))).map(({ id }) => id);
      return { poolIds: [], teamIds: [...receiving.map(({ teamId }) => teamId), ...theirs] };
    };
  }

  /** The pool it came from or is in, and the teams of whoever has or had it. */
  private async concernedByLeads(tx: Tx, events: readonly LedgerRow[]): Promise<(event: LedgerRow) => Concerned> {
    const leadIds = [...new Set(events.map(({ subjectId }) => subjectId))];
    const leads = new Map((await this.leads.readNamed(tx, leadIds)).map((lead) => [lead.id, lead]));
    const { teams } = (await this.directories.current(tx)).content;
    return ({ subjectId, data }) => ({
      poolIds: [data.poolId ?? leads.get(subjectId)?.poolId].filter((id) => typeof id === 'string'),
      teamIds: teams
        .filter(({ repIds }) => [data.repId, data.fromRepId].some((id) => repIds.includes(String(id))))
        .map(({ id }) => id),
    });
  }
}

/** Whether it is about a receiver: about all of them where none is named. */
function isAsked(data: LedgerRow['data'], name: string): boolean {
  if (data.receiver !== undefined) return name === data.receiver;
  return !Array.isArray(data.receivers) || namesWentTo(data).includes(name);
}
