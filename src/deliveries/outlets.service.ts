import { Injectable } from '@nestjs/common';
import { SlackOutlet } from './channels/slack.outlet.js';
import { TeamsOutlet } from './channels/teams.outlet.js';
import { EmailOutlet } from './messages/email.outlet.js';
import type { Outlet } from './outlet.js';
import { WebhookOutlet } from './webhooks/webhook.outlet.js';

/** Every way to the outside. A satellite adds its own when its module is made. */
@Injectable()
export class Outlets {
  private readonly outlets: Outlet[];

  constructor(webhook: WebhookOutlet, email: EmailOutlet, slack: SlackOutlet, teams: TeamsOutlet) {
    this.outlets = [webhook, email, slack, teams];
  }

  add(...outlets: readonly Outlet[]): void {
    this.outlets.push(...outlets);
  }

  get all(): readonly Outlet[] {
    return this.outlets;
  }
}
