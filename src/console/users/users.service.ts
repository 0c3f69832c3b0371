import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { HistoryService } from '../../documents/history.service.js';
import { type IfMatch, requireMatch } from '../../documents/if-match.js';
import { VersionStore } from '../../documents/version.store.js';
import { JobStore } from '../../jobs/job.store.js';
import type { PageRequest } from '../../platform/http/page.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import type { Tx } from '../../platform/sql/sql.js';
import type { Actor } from '../../platform/values/actor.js';
import { PreferenceStore } from '../preferences/preference.store.js';
import { LoginStore } from '../sessions/login.store.js';
import { SessionStore } from '../sessions/session.store.js';
import { type User, UserStore } from './user.store.js';

const UNIQUE_VIOLATION = '23505';

/** The fields that are sent. */
export type UserFields = Pick<User, 'email' | 'name' | 'scopes' | 'repId'>;

@Injectable()
export class Users {
  constructor(
    private readonly database: Database,
    private readonly users: UserStore,
    private readonly logins: LoginStore,
    private readonly sessions: SessionStore,
    private readonly preferences: PreferenceStore,
    private readonly jobs: JobStore,
    private readonly documents: VersionStore,
    private readonly history: HistoryService,
    private readonly time: TimeSource,
  ) {}

  /** @returns false if another user has the address */
  create(user: User, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const isNew = await this.users.insert(tx, user);
      if (isNew) await this.keep(tx, user, actor);
      return isNew;
    });
  }

  versions(id: string, page: PageRequest) {
    return this.history.versions('user', id, page);
  }

  /**
   * Replaces a user. A changed address ends their sessions and voids their logins, so that they prove it is theirs. A
   * narrower user loses their jobs, which go on with the scopes that the user had when they began.
   * @throws StaleVersionError unless `ifMatch` is the present version
   */
  async replace(
    id: string,
    { fields, ifMatch }: { readonly fields: UserFields; readonly ifMatch: IfMatch },
    actor: Actor,
  ): Promise<User | 'unknown' | 'taken'> {
    try {
      return await this.database.transaction(async (tx) => {
        const former = await this.users.lock(tx, id);
        if (former === undefined) return 'unknown';
        requireMatch(ifMatch, former.version);
        const user = { ...former, ...fields };
        if (isDeepStrictEqual(user, former)) return former;
        const changed = { ...user, version: former.version + 1, updatedAt: this.time.now() };
        await this.users.update(tx, changed);
        await this.keep(tx, changed, actor);
        if (isNarrower(changed, former)) await this.jobs.cancelOf(tx, [id], changed.updatedAt);
        if (former.email !== user.email) {
          await this.logins.voidOf(tx, [id]);
          await this.sessions.endOf(tx, [id]);
        }
        return changed;
      });
    } catch (error) {
      if (isTaken(error)) return 'taken';
      throw error;
    }
  }

  /** @returns whether the user existed */
  delete(id: string, actor: Actor): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      const user = await this.users.lock(tx, id);
      if (user === undefined) return false;
      const at = this.time.now();
      await this.preferences.delete(tx, id);
      await this.jobs.cancelOf(tx, [id], at);
      await this.documents.insertMany(tx, [{ kind: 'user', id, version: user.version + 1, body: null, at, actor }]);
      return this.users.delete(tx, id);
    });
  }

  private keep(tx: Tx, { id, version, updatedAt: at, email, name, scopes, repId }: User, actor: Actor): Promise<void> {
    const body = { email, name, scopes, repId };
    return this.documents.insertMany(tx, [{ kind: 'user', id, version, body, at, actor }]);
  }
}

/** Reports whether a user may no longer do something, or does it as another rep. */
function isNarrower(user: UserFields, former: UserFields): boolean {
  return user.repId !== former.repId || former.scopes.some((scope) => !user.scopes.includes(scope));
}

function isTaken(error: unknown): boolean {
  const { code, table } = (error ?? {}) as { code?: unknown; table?: unknown };
  return code === UNIQUE_VIOLATION && table === 'console_user';
}
