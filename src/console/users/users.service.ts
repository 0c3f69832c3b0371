import { isDeepStrictEqual } from 'node:util';
import { Injectable } from '@nestjs/common';
import { type IfMatch, requireMatch } from '../../documents/if-match.js';
import { JobStore } from '../../jobs/job.store.js';
import { Database } from '../../platform/database.js';
import { TimeSource } from '../../platform/time-source.js';
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
    private readonly time: TimeSource,
  ) {}

  /**
   * Replaces a user. A changed address ends their sessions and voids their logins, so that they prove it is theirs.
   * @throws StaleVersionError unless `ifMatch` is the present version
   */
  async replace(id: string, fields: UserFields, ifMatch: IfMatch): Promise<User | 'unknown' | 'taken'> {
    try {
      return await this.database.transaction(async (tx) => {
        const former = await this.users.lock(tx, id);
        if (former === undefined) return 'unknown';
        requireMatch(ifMatch, former.version);
        const user = { ...former, ...fields };
        if (isDeepStrictEqual(user, former)) return former;
        const changed = { ...user, version: former.version + 1, updatedAt: this.time.now() };
        await this.users.update(tx, changed);
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
  delete(id: string): Promise<boolean> {
    return this.database.transaction(async (tx) => {
      await this.preferences.delete(tx, id);
      await this.jobs.cancelOf(tx, [id], this.time.now());
      return this.users.delete(tx, id);
    });
  }
}

function isTaken(error: unknown): boolean {
  const { code, table } = (error ?? {}) as { code?: unknown; table?: unknown };
  return code === UNIQUE_VIOLATION && table === 'console_user';
}
