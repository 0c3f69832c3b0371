import { Injectable } from '@nestjs/common';
import type { Instant } from '../platform/duration.js';
import { SlackSender } from './channels/slack.sender.js';
import { TeamsSender } from './channels/teams.sender.js';
import type { Channel } from './delivery.js';
import { EmailSender } from './messages/email.sender.js';
import { WebhookSender } from './webhooks/webhook.sender.js';

/** So much is under way to each target from this node. */
export type Busy = ReadonlyMap<string, number>;

/** Something that was taken, and is to be sent. */
export interface Sending {
  /** Whoever is sent it: each target has room of its own. */
  readonly target: string;
  /** Then another node may take it. */
  readonly takenUntil: Instant;
  /** How long sending it takes at most, where that is not one request. */
  readonly withinMs?: number;
  /** Sends it and settles what came of it. What fails is taken again when its time is over. */
  send(): Promise<void>;
}

/** What is still to be written into tools. @property sql for its `count`, and since when the oldest of it waits: `oldestAt` */
export interface Unwritten {
  readonly what: string;
  readonly sql: string;
}

/** A way to the outside: what is due to go by it, and how it goes. */
export interface Sender {
  readonly channel: Channel | 'record' | 'recordUpdate' | 'crm';
  /** SQL for whether anything is due to go by it; see `PulseStore` in `src/engine/pulse.store.ts`. */
  readonly waits: string;
  /** What is still to be written by it, where that is no `delivery`. */
  readonly unwritten?: Unwritten;
  /** Takes what is due, for as long as sending takes at most. @param busy by target */
  take(busy: Busy): Promise<readonly Sending[]>;
}

/** Every way to the outside. A satellite adds its own when its module is made. */
@Injectable()
export class Senders {
  private readonly senders: Sender[];

  constructor(webhook: WebhookSender, email: EmailSender, slack: SlackSender, teams: TeamsSender) {
    this.senders = [webhook, email, slack, teams];
  }

  add(...senders: readonly Sender[]): void {
    this.senders.push(...senders);
  }

  get all(): readonly Sender[] {
    return this.senders;
  }
}
