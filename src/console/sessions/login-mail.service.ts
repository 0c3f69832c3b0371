import { Injectable, Logger } from '@nestjs/common';
import { OverloadError } from '../../platform/input/refusal.js';
import { Mailer } from '../../platform/outbound/mailer.js';
import { Environment, publicUrlOf } from '../../platform/running/environment.js';
import { describeFailure } from '../../platform/running/failure.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { MS_PER_SECOND } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import { NoMailServerError } from '../console.errors.js';
import { type Login, Sessions } from './sessions.service.js';

const SENT_WITHIN_MS = 45 * MS_PER_SECOND;
/** Limits the queue. Requests are accepted before the user is looked up, so no other limit applies. */
const WAITING_MAX = 1_000;
const SUBJECT = 'Log in to Touchline';

@Injectable()
export class LoginMail {
  private readonly logger = new Logger('sessions');
  private readonly base: string;
  private waiting = 0;
  private lookedUp: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly sessions: Sessions,
    private readonly mailer: Mailer,
    private readonly time: TimeSource,
    environment: Environment,
  ) {
    this.base = publicUrlOf(environment);
  }

  /**
   * Queues a login mail. The lookup comes after the response, so that its duration does not reveal who is a user.
   * Lookups run one at a time, so that a flood of them leaves the database's connections to others.
   * @throws NoMailServerError @throws OverloadError
   */
  request(email: string): void {
    if (!this.mailer.isReady) throw new NoMailServerError();
    if (this.waiting >= WAITING_MAX) throw new OverloadError('Many ask for a link just now. Try again in a moment.');
    this.waiting += 1;
    const askedAtMs = performance.now();
    this.lookedUp = this.lookedUp.then(() => this.prepare(email, askedAtMs)).finally(() => (this.waiting -= 1));
  }

  private async prepare(email: string, askedAtMs: number): Promise<void> {
    // The user has given up by now; those behind in the queue have not.
    if (performance.now() - askedAtMs > SENT_WITHIN_MS) return;
    try {
      const login = await this.sessions.prepareLogin(email);
      if (login !== null) void this.send(login);
    } catch (error) {
      this.logger.error(`A mail to log in by could not be sent: ${describeFailure(error)}`);
    }
  }

  private async send(login: Login): Promise<void> {
    // The fragment is not sent to servers, so logs cannot record the token, and mail scanners cannot spend it.
    const href = `${this.base}/console/login#${login.token}`;
    const { problem } = await this.mailer.send({
      to: login.user.email,
      subject: SUBJECT,
      text: textOf(href, login.code),
      html: htmlOf(href, login.code),
      id: newId(this.time.now()),
      withinMs: SENT_WITHIN_MS,
    });
    if (problem !== null) this.logger.warn(`A mail to log in by was not sent: ${problem}`);
  }
}

const UNASKED = 'If you did not ask for it, ignore this e-mail: nobody can log in without it.';

function textOf(href: string, code: string): string {
  return `Log in to Touchline within ten minutes:\n\n  ${href}\n\nOr type this code: ${code}\n\n${UNASKED}\n`;
}

/** Neither the address nor the code needs escaping in HTML. */
function htmlOf(href: string, code: string): string {
  return `<p>Log in to Touchline within ten minutes:</p>
<p><a href="${href}">Log in</a></p>
<p>Or type this code: <b>${code}</b></p>
<p>${UNASKED}</p>
`;
}
