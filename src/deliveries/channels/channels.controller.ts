import { Controller } from '@nestjs/common';
import { DryRuns } from '../../admin/dry-runs.service.js';
import { type ResourceReplacement, resourceController } from '../../admin/resource.controller.js';
import type { ResourceView } from '../../configuration/resource.kind.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { Database } from '../../platform/sql/database.js';
import { toIso } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import { apart, isPostedNowhere, postedNowhere } from './channel.js';
import { CHANNEL } from './channel.kind.js';
import { ChannelBody, type ChannelDocument, ChannelSchema } from './channel.schema.js';
import { ChannelStore } from './channel.store.js';
import type { ChannelRow } from './channel.table.js';
import { ChannelResuming } from './channel-resuming.service.js';

const ChannelResources = resourceController<ChannelRow, ChannelDocument>({
  path: 'channels',
  tag: 'Channels',
  one: 'a channel',
  many: 'channels',
  kind: CHANNEL,
  body: ChannelBody,
  schema: ChannelSchema,
  readers: ['integration'],
  normalise: apart,
  // The bot of a Slack channel may write to reps: GET /v1/setup warns if it does neither.
  warningsOf: (_content, id, channel) =>
    channel.kind !== 'slack' && isPostedNowhere(channel)
      ? [{ pointer: '/poolIds', message: postedNowhere({ id, name: channel.name }) }]
      : [],
});

@Controller('v1/channels')
export class ChannelsController extends ChannelResources {
  constructor(
    resources: ResourceService,
    directories: DirectoryService,
    dryRuns: DryRuns,
    private readonly channels: ChannelStore,
    private readonly database: Database,
    private readonly resuming: ChannelResuming,
  ) {
    super(resources, directories, dryRuns);
  }

  override replaced(id: string, { taken, actor, dryRun }: ResourceReplacement<ChannelDocument>) {
    return this.resuming.replace(id, taken, actor, dryRun);
  }

  /** Adds whether a channel is stopped, which follows from answers of Slack and Teams, not from the configuration. */
  override async completed(views: readonly ResourceView<ChannelDocument>[]) {
    const stopped = await this.channels.readStopped(this.database, pluck(views, 'id'));
    return views.map((view) => {
      const found = stopped.get(view.id);
      return { ...view, stopped: found === undefined ? null : { ...found, at: toIso(found.at) } };
    });
  }
}
