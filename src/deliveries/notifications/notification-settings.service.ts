import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { DirectoryService } from '../../directory/directory.service.js';
import { requireMatch } from '../../documents/if-match.js';
import type { Submission } from '../../documents/replacement.js';
import { fault } from '../../platform/input/fault.js';
import { NotFoundError, refuse } from '../../platform/input/refusal.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database, type Tx } from '../../platform/sql/database.js';
import { toIso } from '../../platform/values/duration.js';
import type { NotificationSettingsBody, NotificationSettingsView } from './notification.schema.js';
import { DEFAULTS } from './notification-settings.js';
import { type NotificationSettingsRow, NotificationSettingsStore } from './notification-settings.store.js';

/** Notification settings belong to reps, and are no part of the engine's configuration. */
@Injectable()
export class NotificationSettingsService {
  constructor(
    private readonly database: Database,
    private readonly store: NotificationSettingsStore,
    private readonly directories: DirectoryService,
    private readonly time: TimeSource,
  ) {}

  async get(repId: string): Promise<NotificationSettingsView> {
    await this.requireRep(repId);
    const [row] = await this.store.readMany(this.database, [repId]);
    return view(row);
  }

  /** @throws StaleVersionError unless `ifMatch` is the present version */
  async put(repId: string, { body, ifMatch }: Submission<NotificationSettingsBody>): Promise<NotificationSettingsView> {
    return this.database.transaction(async (tx) => {
      if (!(await this.store.lockRep(tx, repId))) throw new NotFoundError('rep', repId);
      const [before] = await this.store.readMany(tx, [repId]);
      requireMatch(ifMatch, before?.version ?? 1);
      if (isDeepStrictEqual(body, before?.body ?? DEFAULTS)) return view(before);
      await this.requireOwnMember(tx, repId, body);
      const row = { repId, version: (before?.version ?? 1) + 1, updatedAt: this.time.now(), body };
      await this.store.write(tx, row);
      return view(row);
    });
  }

  /** Rejects a Slack member id that another rep has, because a press of a button must identify one rep. */
  private async requireOwnMember(tx: Tx, repId: string, { slack }: NotificationSettingsBody): Promise<void> {
    if (slack.memberId === null) return;
    const other = await this.store.lockMember(tx, slack.memberId);
    if (other === null || other === repId) return;
    const message = `Another rep (${other}) is this member of Slack.`;
    refuse(fault('/slack/memberId', 'taken', message));
  }

  private async requireRep(repId: string): Promise<void> {
    if ((await this.directories.now()).rep(repId) === undefined) throw new NotFoundError('rep', repId);
  }
}

function view(row: NotificationSettingsRow | undefined): NotificationSettingsView {
  const { email, slack, quietHours, summary } = row?.body ?? DEFAULTS;
  return {
    email: { types: [...email.types], digest: email.digest },
    slack: { memberId: slack.memberId, types: [...slack.types], digest: slack.digest },
    quietHours,
    summary,
    version: row?.version ?? 1,
    updatedAt: row === undefined ? null : toIso(row.updatedAt),
  };
}
