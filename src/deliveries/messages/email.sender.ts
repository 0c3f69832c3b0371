import { Injectable } from '@nestjs/common';
import type { Directory } from '../../directory/directory.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { type MailAnswer, Mailer } from '../../platform/outbound/mailer.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { type Instant, MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/values/duration.js';
import { groupBy } from '../../platform/values/group.js';
import { type Attempt, neverSent } from '../attempt.js';
import { DeliveryQueueStore, MAILS_WAIT, type TakenMessage } from '../delivery-queue.store.js';
import { ACTION_LABELS, linksOf } from '../links/action-link.js';
import { ActionLinks } from '../links/action-links.service.js';
import { Unwritable } from '../rendered-text.js';
import type { Busy, Sender, SendTask } from '../senders.service.js';
import { type SentTogether, Settling } from '../settling.service.js';
import type { Item, MessageText } from './message-text.js';
import { MessageWriting, type WrittenMessage } from './message-writing.service.js';
import { splitObsolete } from './obsolete.js';

/** Concurrent mails from this node: few enough that the last is done before another node may take it. */
const AT_ONCE = 10;
const TAKEN_FOR_MS = 2 * MS_PER_MINUTE;
/** Well below `TAKEN_FOR_MS`, so that a slow mail is not sent by two nodes at once. */
const SENT_WITHIN_MS = 45 * MS_PER_SECOND;
const REST_MS = 2 * MS_PER_SECOND;
const REST_MAX_MS = MS_PER_MINUTE;
const SERVER = 'server';

@Injectable()
export class EmailSender implements Sender {
  readonly channel = 'email';
  readonly waits = MAILS_WAIT;
  private failures = 0;
  private restsUntil: Instant = 0;

  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueueStore,
    private readonly settling: Settling,
    private readonly writing: MessageWriting,
    private readonly directories: DirectoryService,
    private readonly mailer: Mailer,
    private readonly links: ActionLinks,
    private readonly time: TimeSource,
  ) {}

  async take(busy: Busy): Promise<readonly SendTask[]> {
    const now = this.time.now();
    const room = this.failures > 0 ? 1 : AT_ONCE;
    const free = room - (busy.get(SERVER) ?? 0);
    if (!this.mailer.isReady || now < this.restsUntil || free <= 0) return [];
    const taken = await this.database.engine.transaction((tx) =>
      this.queue.takeMessages(tx, this.channel, now, now + TAKEN_FOR_MS, free),
    );
    const messages = [...groupBy(taken, ({ messageId }) => messageId).values()];
    const written = await this.writing.writeMany(
      await Promise.all(
        messages.map(async (together) => ({
          repId: together[0]!.repId,
          notificationIds: together.map(({ notificationId }) => notificationId),
          actions: await this.actionsOf(together),
        })),
      ),
    );
    // Nothing is awaited between the check that their time has not run out and the sending.
    const directory = await this.directories.now();
    return messages.map((together, index) => ({
      target: SERVER,
      takenUntil: together[0]!.takenUntil,
      withinMs: SENT_WITHIN_MS,
      send: async () => this.settling.add('email', await this.send(together, written[index]!, directory)),
    }));
  }

  /** The links are signed while the mail is written, and stored nowhere. */
  private async actionsOf(together: readonly TakenMessage[]): Promise<Map<string, Item['actions']>> {
    if (!this.links.isReady) return new Map();
    const actions = together.map(async (taken) => {
      const links = taken.subjectType === 'lead' ? linksOf(taken) : [];
      const signed = links.map(async (link) => ({
        label: ACTION_LABELS[link.action],
        href: await this.links.urlOf(link),
      }));
      return [taken.notificationId, await Promise.all(signed)] as const;
    });
    return new Map(await Promise.all(actions));
  }

  private async send(
    together: readonly TakenMessage[],
    { message, obsolete }: WrittenMessage,
    directory: Directory,
  ): Promise<SentTogether> {
    const { repId, messageId } = together[0]!;
    const rep = directory.rep(repId);
    const isGone = rep?.active !== true;
    const split = splitObsolete(together, ({ notificationId }) =>
      isGone ? 'they do not work here any more' : obsolete.get(notificationId),
    );
    if (split.sent.length === 0 || message === null) return { ...split, attempt: null };
    return { ...split, repId, attempt: await this.attempt(rep!.email, messageId, message) };
  }

  private async attempt(to: string, id: string, message: MessageText | Unwritable): Promise<Attempt> {
    const at = this.time.now();
    if (message instanceof Unwritable) return neverSent(message.problem, at);
    const begunMs = performance.now();
    const { text: answer, ...outcome } = await this.mailer.send({ to, id, withinMs: SENT_WITHIN_MS, ...message });
    this.note(outcome, at);
    return { at, tookMs: Math.round(performance.now() - begunMs), answer, askedForMs: 0, ...outcome };
  }

  /** A server that rejects a single address is healthy. */
  private note({ problem, isFinal }: Pick<MailAnswer, 'problem' | 'isFinal'>, at: Instant): void {
    this.failures = problem === null || isFinal ? 0 : this.failures + 1;
    const restMs = this.failures === 0 ? 0 : Math.min(REST_MAX_MS, REST_MS * 2 ** Math.min(this.failures - 1, 10));
    this.restsUntil = at + restMs;
  }
}
