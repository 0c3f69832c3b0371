import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Pulse } from '../engine/pulse.sweep.js';
import { NOTIFICATIONS_WAIT } from '../notifications/notification.store.js';
import { whereOf, whyOf } from '../platform/running/failure.js';
import { Periodic, type Task } from '../platform/running/periodic.sweep.js';
import { isUnavailable } from '../platform/sql/database.js';
import { MS_PER_MINUTE } from '../platform/values/duration.js';
import { ChannelFollowing } from './channels/channel-following.service.js';
import { Dispatch } from './dispatch.service.js';
import { MessageMaking } from './messages/message-making.service.js';
import { Senders } from './senders.service.js';
import { WebhookFollowing } from './webhooks/webhook-following.service.js';

/** Runs with every beat of the pulse. A failure loses nothing: what was taken is taken again. */
const A_MOMENT_AFTER = {
  everyMs: 0,
  failing: 'Deliveries fall behind',
  // The text of an error may quote the message that was being written.
  why: (error: unknown) => (isUnavailable(error) ? whyOf(error) : whereOf(error)),
} satisfies Partial<Task>;

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
    // First, because people wait for their messages and programs do not.
    pulse.whileWaiting(NOTIFICATIONS_WAIT, {
      ...A_MOMENT_AFTER,
      name: 'messages',
      run: (goOn) => messages.follow(goOn),
    });
    periodic.add({ ...A_MOMENT_AFTER, name: 'mail-ways', everyMs: MS_PER_MINUTE, run: () => messages.noteMail() });
    // Slow endpoints do not delay this: the deliveries it writes wait in their table.
    pulse.whenRecorded({ ...A_MOMENT_AFTER, name: 'deliveries', run: (goOn) => this.follow(goOn) });
  }

  /** Runs after satellites have registered their senders. */
  onModuleInit(): void {
    for (const sender of this.senders.all)
      this.pulse.whileWaiting(sender.waits, {
        ...A_MOMENT_AFTER,
        name: sender.channel,
        run: (goOn) => this.dispatch.empty(sender, goOn),
      });
  }

  /** @returns whether channels and webhooks have both reached the end of the ledger */
  private async follow(goOn: () => boolean): Promise<boolean> {
    const areChannels = await this.channels.follow(async () => goOn());
    const areWebhooks = await this.webhooks.follow(async () => goOn());
    return areChannels && areWebhooks;
  }
}
