import { BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { Interval } from '@nestjs/schedule';
import { isUnavailable } from '../platform/database.js';
import { Environment } from '../platform/environment.js';
import { ChannelFollowing } from './channel-following.service.js';
import { Dispatch } from './dispatch.service.js';
import { MessageMaking } from './message-making.service.js';
import { whereOf, whyOf } from './set-aside.js';
import { WebhookFollowing } from './webhook-following.service.js';

const EVERY_MS = 250;

/** Tells the outside a moment after something happened. */
@Injectable()
export class DispatchSweep implements BeforeApplicationShutdown {
  private readonly logger = new Logger('deliveries');
  private following: Promise<void> | null = null;
  private isStopping = false;

  constructor(
    private readonly messages: MessageMaking,
    private readonly channels: ChannelFollowing,
    private readonly events: WebhookFollowing,
    private readonly dispatch: Dispatch,
    private readonly environment: Environment,
  ) {}

  /** Events are followed while endpoints are slow: what is made waits in its table. */
  @Interval(EVERY_MS)
  async follow(): Promise<void> {
    if (this.isOff() || this.following !== null) return;
    this.following = this.make().catch((error: unknown) => this.complain(error));
    await this.following;
    this.following = null;
  }

  @Interval(EVERY_MS)
  deliver(): void {
    if (this.isOff()) return;
    for (const begun of this.dispatch.begin(() => !this.isStopping))
      begun.catch((error: unknown) => this.complain(error));
  }

  /** A request that has left is waited for: what it was answered is not known otherwise. */
  async beforeApplicationShutdown(): Promise<void> {
    this.isStopping = true;
    await Promise.all([this.following, this.dispatch.ended()]);
  }

  /** People first: they wait for it, and programs do not. */
  private async make(): Promise<void> {
    await this.messages.follow(() => !this.isStopping);
    await this.channels.follow(async () => !this.isStopping);
    await this.events.follow(async () => !this.isStopping);
  }

  private isOff(): boolean {
    return this.environment.role === 'api' || this.isStopping;
  }

  /** Nothing is lost: its place in the ledger is where it was, and what was taken is taken again. */
  private complain(error: unknown): void {
    // Of what was being written the words may hold a part.
    this.logger.warn(`Deliveries fall behind: ${isUnavailable(error) ? whyOf(error) : whereOf(error)}`);
  }
}
