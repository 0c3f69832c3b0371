import { Injectable } from '@nestjs/common';
import { DirectoryService } from '../../directory/directory.service.js';
import { chance } from '../../platform/chance.js';
import { Database } from '../../platform/database.js';
import { type Instant, MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/duration.js';
import { Gatherer } from '../../platform/gatherer.js';
import { groupBy } from '../../platform/group.js';
import { type MailAnswer, Mailer } from '../../platform/mailer.js';
import { TimeSource } from '../../platform/time-source.js';
import { AttemptStore } from '../attempt.store.js';
import { type Attempt, afterAttempt, Unwritable } from '../delivery.js';
import { DeliveryQueueStore, MAILS_WAIT, type Settled, type TakenMessage } from '../delivery-queue.store.js';
import { ACTION_LABELS, linksOf } from '../links/action-link.js';
import { ActionLinks } from '../links/action-links.service.js';
import type { Busy, Sender, Sending } from '../senders.service.js';
import type { Item, MessageText } from './message-text.js';
import { MessagePaceStore } from './message-way.store.js';
import { MessageWriting, type Written } from './message-writing.service.js';

/** So many people are written to at once from this node: few enough that the last is done before another node takes over. */
const AT_ONCE = 10;
const TAKEN_FOR_MS = 2 * MS_PER_MINUTE;
/** A mail that has not gone by then is given up well before another node may take it: it would be sent twice at once. */
const SENT_WITHIN_MS = 45 * MS_PER_SECOND;
const SETTLED_AT_ONCE = 100;
/** A server that fails is left alone by this node, for longer each time. */
const REST_MS = 2 * MS_PER_SECOND;
const REST_MAX_MS = MS_PER_MINUTE;
const SERVER = 'server';

/** What became of a message: of those that are told together the same, but for those that nobody has to be told. */
interface Sent {
  readonly repId: string;
  readonly told: readonly TakenMessage[];
  readonly obsolete: readonly { readonly id: string; readonly why: string }[];
  /** Null: nothing was left to tell. */
  readonly attempt: Attempt | null;
}

/** Tells reps by e-mail. */
@Injectable()
export class EmailSender implements Sender {
  readonly channel = 'email';
  readonly waits = MAILS_WAIT;
  private readonly settling = new Gatherer<Sent, undefined>((sent) => this.settle(sent), SETTLED_AT_ONCE);
  private failures = 0;
  private restsUntil: Instant = 0;

  constructor(
    private readonly database: Database,
    private readonly queue: DeliveryQueueStore,
    private readonly attempts: AttemptStore,
    private readonly pace: MessagePaceStore,
    private readonly writing: MessageWriting,
    private readonly directories: DirectoryService,
    private readonly mailer: Mailer,
    private readonly links: ActionLinks,
    private readonly time: TimeSource,
  ) {}

  async take(busy: Busy): Promise<readonly Sending[]> {
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
    return messages.map((together, index) => ({
      target: SERVER,
      takenUntil: together[0]!.takenUntil,
      withinMs: SENT_WITHIN_MS,
      send: async () => {
        await this.settling.add(await this.send(together, written[index]!));
      },
    }));
  }

  /** By links that are signed as the mail is written, and kept nowhere. */
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

  private async send(together: readonly TakenMessage[], { message, obsolete }: Written): Promise<Sent> {
    const { repId, messageId } = together[0]!;
    const rep = (await this.directories.now()).rep(repId);
    const isGone = rep?.active !== true;
    const whyNot = ({ notificationId }: TakenMessage) =>
      isGone ? 'they do not work here any more' : obsolete.get(notificationId);
    const told = together.filter((each) => whyNot(each) === undefined);
    return {
      repId,
      told,
      obsolete: together
        .filter((each) => whyNot(each) !== undefined)
        .map((each) => ({ id: each.id, why: whyNot(each)! })),
      attempt: told.length === 0 || message === null ? null : await this.attempt(rep!.email, messageId, message),
    };
  }

  private async attempt(to: string, id: string, message: MessageText | Unwritable): Promise<Attempt> {
    const at = this.time.now();
    if (message instanceof Unwritable)
      return { at, tookMs: 0, status: null, answer: null, problem: message.problem, askedForMs: 0, isFinal: false };
    const begunMs = performance.now();
    const answer = await this.mailer.send({ to, id, withinMs: SENT_WITHIN_MS, ...message });
    this.note(answer, at);
    return {
      at,
      tookMs: Math.round(performance.now() - begunMs),
      status: answer.status,
      answer: answer.text,
      problem: answer.problem,
      askedForMs: 0,
      isFinal: answer.isFinal,
    };
  }

  /** A server that refuses one address is well. */
  private note({ problem, isFinal }: MailAnswer, at: Instant): void {
    this.failures = problem === null || isFinal ? 0 : this.failures + 1;
    const restMs = this.failures === 0 ? 0 : Math.min(REST_MAX_MS, REST_MS * 2 ** Math.min(this.failures - 1, 10));
    this.restsUntil = at + restMs;
  }

  private async settle(sent: readonly Sent[]): Promise<undefined[]> {
    const now = this.time.now();
    const settled = sent.flatMap(({ told, attempt }) => (attempt === null ? [] : settledOf(told, attempt, now)));
    const reached = sent.filter(({ attempt }) => attempt?.problem === null).map(({ repId }) => repId);
    await this.database.engine.transaction(async (tx) => {
      await this.queue.withdraw(
        tx,
        sent.flatMap(({ obsolete }) => obsolete),
        now,
      );
      await this.queue.settle(tx, settled);
      await this.attempts.insertMany(tx, settled);
      await this.pace.writeMany(tx, this.channel, [...new Set(reached)], now);
    });
    return sent.map(() => undefined);
  }
}

/** What was told together is tried again together, for as long as the first of it would be. */
function settledOf(told: readonly TakenMessage[], attempt: NonNullable<Sent['attempt']>, now: Instant): Settled[] {
  const attempts = Math.max(...told.map((message) => message.attempts));
  const createdAt = Math.min(...told.map((message) => message.createdAt));
  const after = afterAttempt({ attempts, createdAt }, attempt, now, chance());
  return told.map((message) => ({ ...message, attempt, ...after }));
}
