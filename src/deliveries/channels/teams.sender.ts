import { Injectable } from '@nestjs/common';
import { Outbound } from '../../platform/outbound/outbound.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { MS_PER_MINUTE } from '../../platform/values/duration.js';
import { neverSent } from '../attempt.js';
import { DeliveryQueueStore, type TakenPost, TEAMS_WAITS } from '../delivery-queue.store.js';
import { Unwritable } from '../rendered-text.js';
import type { Busy, Sender, SendTask } from '../senders.service.js';
import { type SentTogether, Settling } from '../settling.service.js';
import { type ChannelAccess, ChannelAccesses, UNREADABLE } from './channel-access.service.js';
import { chatAttemptOf, judgeTeams } from './chat-answer.js';
import { PostWriting, type WrittenPost } from './post-writing.service.js';

const AT_ONCE = 4;
/** Three times the longest duration of a request. If this node dies meanwhile, another takes the delivery then. */
const TAKEN_FOR_MS = MS_PER_MINUTE;
const KEPT_BYTES = 1_024;

@Injectable()
export class TeamsSender implements Sender {
  readonly channel = 'teams';
  readonly waits = TEAMS_WAITS;

  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueueStore,
    private readonly accesses: ChannelAccesses,
    private readonly posts: PostWriting,
    private readonly outbound: Outbound,
    private readonly settling: Settling,
    private readonly time: TimeSource,
  ) {}

  async take(busy: Busy): Promise<readonly SendTask[]> {
    const now = this.time.now();
    const taken = await this.database.engine.transaction((tx) =>
      this.queue.takePosts(tx, 'teams', now, now + TAKEN_FOR_MS, busy, AT_ONCE),
    );
    if (taken.length === 0) return [];
    const written = await this.posts.writeMany('teams', taken);
    const accesses = await this.accesses.readMany([...new Set(taken.map(({ channelId }) => channelId))]);
    return taken.map((post, index) => ({
      target: post.channelId,
      takenUntil: post.takenUntil,
      send: async () =>
        this.settling.add('teams', await this.send(post, written[index]!, accesses.get(post.channelId))),
    }));
  }

  private async send(
    post: TakenPost,
    { payload, obsolete }: WrittenPost,
    access: ChannelAccess | undefined,
  ): Promise<SentTogether> {
    const { channelId: endpointId, messageId } = post;
    if (payload === null || obsolete !== null)
      return { sent: [], obsolete: [{ ...post, why: obsolete ?? 'nothing is left to report' }], attempt: null };
    const sent = { sent: [post], endpointId };
    const at = this.time.now();
    if (payload instanceof Unwritable) return { ...sent, attempt: neverSent(payload.problem, at) };
    const url = access?.secrets?.url;
    if (url === undefined) return { ...sent, attempt: neverSent(UNREADABLE, at) };
    const begunMs = performance.now();
    const answer = await this.outbound.ask({
      method: 'POST',
      url,
      // The same on every retry, so that a workflow can drop repeats.
      headers: { 'content-type': 'application/json', 'user-agent': 'Touchline', 'x-touchline-delivery': messageId },
      body: JSON.stringify(payload),
      keptBytes: KEPT_BYTES,
    });
    const judgement = judgeTeams(answer);
    const attempt = chatAttemptOf(answer, judgement, at, performance.now() - begunMs);
    return { ...sent, attempt, stops: judgement.stops };
  }
}
