import { Injectable } from '@nestjs/common';
import type { ChangeResult, ConfigurationService } from '../../configuration/configuration.service.js';
import type { ResourceView } from '../../configuration/resource.kind.js';
import { type Also, ResourceService } from '../../configuration/resource.service.js';
import type { Submission } from '../../documents/replacement.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import type { Actor } from '../../platform/values/actor.js';
import { countOld, leaveOutOld } from '../delivery-columns.store.js';
import { NEWS_FOR_MS } from './channel.js';
import { CHANNEL } from './channel.kind.js';
import type { ChannelDocument } from './channel.schema.js';
import { ChannelStore, resumeChannel } from './channel.store.js';

const LEFT_OUT_AT_ONCE = 5_000;

@Injectable()
export class ChannelResuming {
  constructor(
    private readonly database: Database,
    private readonly resources: ResourceService,
    private readonly channels: ChannelStore,
    private readonly time: TimeSource,
  ) {}

  /**
   * Withdraws old posts while the channel is still stopped, in slices and outside the configuration lock: weeks may
   * have left hundreds of thousands, and intake waits for that lock.
   */
  async replace(
    id: string,
    taken: Submission<ChannelDocument>,
    actor: Actor,
    dryRun: boolean,
  ): Promise<ChangeResult<ResourceView<ChannelDocument>>> {
    const replace = (leftOut: number) =>
      this.resources.replace(CHANNEL, id, taken, actor, {
        dryRun,
        also: resumed(this.resources.configuration, leftOut),
      });
    if (!(await this.channels.readStopped(this.database, [id])).has(id)) return replace(0);
    const now = this.time.now();
    const old = [{ id, kind: taken.body.kind }, now - NEWS_FOR_MS, now] as const;
    if (dryRun) return replace(await countOld(this.database, ...old));
    // A dry run first, so that an invalid replacement withdraws nothing.
    await this.resources.replace(CHANNEL, id, taken, actor, { dryRun: true });
    let leftOut = 0;
    let some: number;
    do {
      some = await this.database.transaction((tx) => leaveOutOld(tx, ...old, LEFT_OUT_AT_ONCE));
      leftOut += some;
    } while (some > 0);
    return replace(leftOut);
  }
}

function resumed(configuration: ConfigurationService, leftOut: number): Also {
  return async ({ tx, id, actor, now: at }) => {
    if (!(await resumeChannel(tx, id, at))) return undefined;
    const data = { kind: CHANNEL.kind, change: 'resumed' };
    await configuration.record(tx, { type: 'config.changed', kind: CHANNEL.kind, id, at, actor, data });
    return { leftOut };
  };
}
