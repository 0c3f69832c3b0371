import { Controller } from '@nestjs/common';
import type { ResourceView } from '../../configuration/resource.kind.js';
import { ResourceService } from '../../configuration/resource.service.js';
import { ChannelBody, type ChannelDocument } from '../../deliveries/channel.dto.js';
import type { ChannelEntity } from '../../deliveries/channel.entity.js';
import { ChannelStore, resumeChannel } from '../../deliveries/channel.store.js';
import { apart } from '../../deliveries/channel-settings.js';
import { DirectoryService } from '../../directory/directory.service.js';
import { Database } from '../../platform/database.js';
import { toIso } from '../../platform/instant.js';
import { resourceController } from '../resource.controller.js';
import { CHANNEL } from './channel.kind.js';
import { ChannelSchema } from './channel.schema.js';

const ChannelResources = resourceController<ChannelEntity, ChannelDocument>({
  path: 'channels',
  tag: 'Channels',
  one: 'a channel',
  many: 'channels',
  kind: CHANNEL,
  body: ChannelBody,
  schema: ChannelSchema,
  readers: ['integration'],
  normalise: apart,
  // Whoever sends it again has set right what was wrong, be that here or there.
  also:
    (configuration) =>
    async ({ tx, id, actor, now: at }) => {
      const leftOut = await resumeChannel(tx, id, at);
      if (leftOut === null) return undefined;
      const data = { kind: CHANNEL.kind, change: 'resumed' };
      await configuration.record(tx, { type: 'config.changed', kind: CHANNEL.kind, id, at, actor, data });
      return { leftOut };
    },
});

@Controller('v1/channels')
export class ChannelsController extends ChannelResources {
  constructor(
    resources: ResourceService,
    directories: DirectoryService,
    private readonly channels: ChannelStore,
    private readonly database: Database,
  ) {
    super(resources, directories);
  }

  /** Whether anything is posted is said by Slack and Teams, not by what is configured. */
  override async completed(views: readonly ResourceView<ChannelDocument>[]) {
    const stopped = await this.channels.readStopped(
      this.database,
      views.map(({ id }) => id),
    );
    return views.map((view) => {
      const found = stopped.get(view.id);
      return { ...view, stopped: found === undefined ? null : { ...found, at: toIso(found.at) } };
    });
  }
}
