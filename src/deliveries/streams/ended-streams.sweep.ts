import { Injectable } from '@nestjs/common';
import { AuthService } from '../../auth/auth.service.js';
import { Periodic } from '../../platform/running/periodic.sweep.js';
import { EventHub } from './event-hub.service.js';
import { InboxHub } from './inbox-hub.service.js';

/** With the time that the query takes, a stream ends within a second after its key or session, on all nodes. */
const LOOK_MS = 750;

/** Ends the streams of keys and sessions that have ended: one query for all, and none without listeners. */
@Injectable()
export class EndedStreams {
  constructor(
    periodic: Periodic,
    private readonly auth: AuthService,
    private readonly events: EventHub,
    private readonly inboxes: InboxHub,
  ) {
    periodic.add({
      name: 'ended-streams',
      everyMs: LOOK_MS,
      run: () => this.look(),
      failing: 'It could not be checked which streams have ended with their keys',
      onEveryRole: true,
    });
  }

  async look(): Promise<void> {
    const hubs = [this.events, this.inboxes];
    const ids = new Set(hubs.flatMap((hub) => hub.credentials));
    if (ids.size === 0) return;
    const ended = await this.auth.endedAmong([...ids]);
    for (const hub of hubs) hub.endOf(ended);
  }
}
