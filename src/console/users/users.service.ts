import { Injectable } from '@nestjs/common';
import { JobStore } from '../../jobs/job.store.js';
import { Database } from '../../platform/database.js';
import { TimeSource } from '../../platform/time-source.js';
import { PreferenceStore } from '../preferences/preference.store.js';
import { LoginStore } from '../sessions/login.store.js';
import { SessionStore } from '../sessions/session.store.js';
import { type User, UserStore } from './user.store.js';

const UNIQUE_VIOLATION = '23505';

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

  /** Replaces a user. A changed address ends their sessions and voids their logins, so that they prove it is theirs. */
  async replace(user: User): Promise<'replaced' | 'unknown' | 'taken'> {
    try {
      return await this.database.transaction(async (tx) => {
        const former = await this.users.lockEmail(tx, user.id);
        if (former === undefined) return 'unknown';
        await this.users.update(tx, user);
        if (former !== user.email) {
          await this.logins.voidOf(tx, [user.id]);
          await this.sessions.endOf(tx, [user.id]);
        }
        return 'replaced';
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
