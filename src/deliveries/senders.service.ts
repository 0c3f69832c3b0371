import { Injectable } from '@nestjs/common';
import { SlackSender } from './channels/slack.sender.js';
import { TeamsSender } from './channels/teams.sender.js';
import { EmailSender } from './messages/email.sender.js';
import type { Sender } from './sender.js';
import { WebhookSender } from './webhooks/webhook.sender.js';

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
