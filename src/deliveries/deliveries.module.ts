import { Module } from '@nestjs/common';
import { SEALED_PLACES } from '../configuration/sealed-field.service.js';
import { USERS } from '../configuration/users.store.js';
import { SETUP_CHECKS } from '../directory/setup-checks.js';
import { PERSONAL_DATA } from '../leads/personal-data.js';
import { OTHER_WAYS } from '../notifications/notification.store.js';
import { Periodic } from '../platform/running/periodic.sweep.js';
import { MS_PER_MINUTE } from '../platform/values/duration.js';
import { AttemptStore } from './attempt.store.js';
import { USERS_AMONG_CHANNELS } from './channels/channel.kind.js';
import { ChannelStore } from './channels/channel.store.js';
import { ChannelAccesses } from './channels/channel-access.service.js';
import { ChannelFollowing } from './channels/channel-following.service.js';
import { ChannelResuming } from './channels/channel-resuming.service.js';
import { ChannelsController } from './channels/channels.controller.js';
import { PostWriting } from './channels/post-writing.service.js';
import { SlackSender } from './channels/slack.sender.js';
import { TeamsSender } from './channels/teams.sender.js';
import { DeliveriesController } from './deliveries.controller.js';
import { DeliveriesService } from './deliveries.service.js';
import { DELIVERY_CHECK } from './delivery-check.store.js';
import { DeliveryListStore } from './delivery-list.store.js';
import { DeliveryMetrics } from './delivery-metrics.service.js';
import { DeliveryMetricsStore } from './delivery-metrics.store.js';
import { DeliveryQueueStore } from './delivery-queue.store.js';
import { DeliveryRetention } from './delivery-retention.sweep.js';
import { Dispatch } from './dispatch.service.js';
import { DispatchSweep } from './dispatch.sweep.js';
import { EndpointStore } from './endpoint.store.js';
import { addWayToTools, FailingToolStore, MAIL_SERVER } from './failing-tools/failing-tool.store.js';
import { FailingTools } from './failing-tools/failing-tools.service.js';
import { ActingByLink } from './links/acting-by-link.service.js';
import { ActionLinks } from './links/action-links.service.js';
import { LinksController } from './links/links.controller.js';
import { LinksService } from './links/links.service.js';
import { UsedLinkStore } from './links/used-link.store.js';
import { EmailSender } from './messages/email.sender.js';
import { MessageMaking } from './messages/message-making.service.js';
import { HAS_WAYS, MessagePaceStore, MessageWayStore } from './messages/message-way.store.js';
import { MessageWriting } from './messages/message-writing.service.js';
import { WaysService } from './messages/ways.service.js';
import { NotificationSettingsService } from './notifications/notification-settings.service.js';
import { NotificationSettingsStore } from './notifications/notification-settings.store.js';
import { NotificationSettingsController, NotificationsController } from './notifications/notifications.controller.js';
import { NotificationsService } from './notifications/notifications.service.js';
import { NotifiedSubjects } from './notified-subjects.service.js';
import { PERSONAL_DATA_OF_DELIVERIES } from './personal-data.js';
import { Senders } from './senders.service.js';
import { Settling } from './settling.service.js';
import { SlackController } from './slack/slack.controller.js';
import { SlackPresses } from './slack/slack-presses.service.js';
import { SlackWorkspaces } from './slack/slack-workspaces.service.js';
import { EndedStreams } from './streams/ended-streams.sweep.js';
import { EventHub } from './streams/event-hub.service.js';
import { EventsController } from './streams/events.controller.js';
import { FeedReading } from './streams/feed-reading.service.js';
import { InboxHub } from './streams/inbox-hub.service.js';
import { InboxStreamsController } from './streams/inbox-streams.controller.js';
import { StreamConnections } from './streams/stream-connections.service.js';
import { WebhookSender } from './webhooks/webhook.sender.js';
import { WebhookSecretStore, WebhookStore } from './webhooks/webhook.store.js';
import { WebhookFollowing } from './webhooks/webhook-following.service.js';
import { WebhookPoster } from './webhooks/webhook-poster.service.js';
import { WebhookToolsService } from './webhooks/webhook-tools.service.js';
import { WebhooksController, WebhookToolsController } from './webhooks/webhooks.controller.js';

USERS.add(...USERS_AMONG_CHANNELS);
SEALED_PLACES.add(
  {
    kind: 'webhook',
    words: 'the webhook',
    select: 'id, url, sealed from webhook_secret join webhook on webhook.id = webhook_id',
  },
  {
    kind: 'channel',
    words: 'the channel',
    select: 'id, name, sealed from channel_secret join channel on channel.id = channel_id',
  },
);
addWayToTools(MAIL_SERVER);
SETUP_CHECKS.add(DELIVERY_CHECK);
OTHER_WAYS.add(HAS_WAYS);
PERSONAL_DATA.add(PERSONAL_DATA_OF_DELIVERIES);

@Module({
  controllers: [
    NotificationSettingsController,
    WebhookToolsController,
    WebhooksController,
    ChannelsController,
    InboxStreamsController,
    NotificationsController,
    EventsController,
    DeliveriesController,
    LinksController,
    SlackController,
  ],
  providers: [
    Senders,
    NotifiedSubjects,
    ChannelResuming,
    NotificationSettingsService,
    WebhookToolsService,
    AttemptStore,
    ChannelStore,
    ChannelAccesses,
    DeliveryListStore,
    DeliveryQueueStore,
    ActionLinks,
    UsedLinkStore,
    MessagePaceStore,
    MessageWayStore,
    NotificationSettingsStore,
    WebhookStore,
    WebhookSecretStore,
    PostWriting,
    DeliveriesService,
    LinksService,
    MessageWriting,
    NotificationsService,
    SlackPresses,
    SlackWorkspaces,
    EventHub,
    EndedStreams,
    FeedReading,
    InboxHub,
    StreamConnections,
    WaysService,
    ChannelFollowing,
    EndpointStore,
    Settling,
    SlackSender,
    TeamsSender,
    DeliveryRetention,
    Dispatch,
    DispatchSweep,
    EmailSender,
    FailingTools,
    MessageMaking,
    WebhookSender,
    WebhookFollowing,
    WebhookPoster,
    ActingByLink,
    FailingToolStore,
    DeliveryMetrics,
    DeliveryMetricsStore,
  ],
  exports: [NotificationSettingsStore, Senders, StreamConnections, NotifiedSubjects],
})
export class DeliveriesModule {
  constructor(periodic: Periodic, tools: FailingTools) {
    periodic.add({
      name: 'failing-tools',
      everyMs: MS_PER_MINUTE,
      run: () => tools.look(),
      failing: 'The check for failing tools failed',
    });
  }
}
