import { Injectable } from '@nestjs/common';
import { SlackOutlet } from './channels/slack.outlet.js';
import { TeamsOutlet } from './channels/teams.outlet.js';
import { EmailOutlet } from './email.outlet.js';
import type { Outlet } from './outlet.js';
import { WebhookOutlet } from './webhooks/webhook.outlet.js';

/** By which ways something is told to the outside. A satellite adds its own when its module is made. */
@Injectable()
export class Outlets {
  readonly all: Outlet[];

  constructor(webhook: WebhookOutlet, email: EmailOutlet, slack: SlackOutlet, teams: TeamsOutlet) {
    this.all = [webhook, email, slack, teams];
  }
}
