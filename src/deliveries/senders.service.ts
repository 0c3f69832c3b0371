import { Injectable } from '@nestjs/common';
import type { Instant } from '../platform/values/duration.js';
import { SlackSender } from './channels/slack.sender.js';
import { TeamsSender } from './channels/teams.sender.js';
import type { Channel } from './delivery.js';
import { EmailSender } from './messages/email.sender.js';
import { WebhookSender } from './webhooks/webhook.sender.js';

/** The number of deliveries under way from this node, by target. */
export type Busy = ReadonlyMap<string, number>;

export interface SendTask {
  /** The endpoint, tool or recipient. Each target has its own limit of concurrent deliveries. */
  readonly target: string;
  readonly takenUntil: Instant;
  /** The longest duration of sending, if it is more than one request. */
  readonly withinMs?: number;
  /** Sends it and settles the outcome. If this throws, it is taken again after `takenUntil`. */
  send(): Promise<void>;
}

/** Rows to be written into tools. @property sql selects the `count`, and `oldestAt`: since when the oldest waits */
export interface UnwrittenRows {
  readonly what: string;
  readonly sql: string;
}

export interface Sender {
  readonly channel: Channel | 'record' | 'recordUpdate' | 'crm' | 'toldLead';
  /** SQL condition: whether anything is due; see `PulseStore` in `src/engine/pulse.store.ts`. */
  readonly waits: string;
  /** What is still to be written, if it is not in `delivery`. */
  readonly unwritten?: UnwrittenRows;
  /** Takes what is due, for the longest time that sending may last. @param busy by target */
  take(busy: Busy): Promise<readonly SendTask[]>;
}

/** All senders. A satellite adds its own when its module is created. */
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
