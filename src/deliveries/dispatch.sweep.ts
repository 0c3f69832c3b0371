import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Pulse } from '../engine/pulse.sweep.js';
import { NOTIFICATIONS_WAIT } from '../notifications/notification.store.js';
import { isUnavailable } from '../platform/database.js';
import { MS_PER_MINUTE } from '../platform/duration.js';
import { whereOf, whyOf } from '../platform/failure.js';
import { Periodic, type Task } from '../platform/periodic.sweep.js';
import { ChannelFollowing } from './channels/channel-following.service.js';
import { Dispatch } from './dispatch.service.js';
import { MessageMaking } from './messages/message-making.service.js';
import { Senders } from './senders.service.js';
import { WebhookFollowing } from './webhooks/webhook-following.service.js';

/** With every beat of the pulse; nothing is lost by a failure: what was taken is taken again. */
const A_MOMENT_AFTER = {
  everyMs: 0,
  failing: 'Deliveries fall behind',
  // Of what was being written the words may hold a part.
  why: (error: unknown) => (isUnavailable(error) ? whyOf(error) : whereOf(error)),
} satisfies Partial<Task>;

/** Tells the outside a moment after something happened. */
@Injectable()
export class DispatchSweep implements OnModuleInit {
  constructor(
    private readonly pulse: Pulse,
    periodic: Periodic,
    messages: MessageMaking,
    private readonly channels: ChannelFollowing,
    private readonly webhooks: WebhookFollowing,
    private readonly dispatch: Dispatch,
    private readonly senders: Senders,
  ) {
    // People first: they wait for it, and programs do not.
    pulse.whileWaiting(NOTIFICATIONS_WAIT, {
      ...A_MOMENT_AFTER,
      name: 'messages',
      run: (goOn) => messages.follow(goOn),
    });
    periodic.add({ ...A_MOMENT_AFTER, name: 'mail-ways', everyMs: MS_PER_MINUTE, run: () => messages.noteMail() });
    // Events are followed while endpoints are slow: what is made waits in its table.
    pulse.whenRecorded({ ...A_MOMENT_AFTER, name: 'deliveries', run: (goOn) => this.follow(goOn) });
  }

  /** Satellites have added theirs by now. */
  onModuleInit(): void {
    for (const sender of this.senders.all)
      this.pulse.whileWaiting(sender.waits, {
        ...A_MOMENT_AFTER,
        name: sender.channel,
        run: (goOn) => this.dispatch.empty(sender, goOn),
      });
  }

  /** @returns whether channels and webhooks have come to the end of the ledger */
  private async follow(goOn: () => boolean): Promise<boolean> {
    const areChannels = await this.channels.follow(async () => goOn());
    const areWebhooks = await this.webhooks.follow(async () => goOn());
    return areChannels && areWebhooks;
  }
}
