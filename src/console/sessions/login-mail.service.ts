import { setTimeout as wait } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { Mailer } from '../../platform/outbound/mailer.js';
import { Allowance } from '../../platform/running/allowance.js';
import { Environment, publicUrlOf } from '../../platform/running/environment.js';
import { describeFailure } from '../../platform/running/failure.js';
import { Gatherer } from '../../platform/running/gatherer.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { MS_PER_MINUTE, MS_PER_SECOND } from '../../platform/values/duration.js';
import { newId } from '../../platform/values/ids.js';
import { NoMailServerError, TooManyMailsError } from '../console.errors.js';
import { LOGIN_MS } from './session.js';
import { type Login, Sessions } from './sessions.service.js';

const SENT_WITHIN_MS = 45 * MS_PER_SECOND;
/** Waits before a mail goes out again that the server did not take for now: all of them while its link is valid. */
const AGAIN_AFTER_MS = [1, 4, 15, 60, 240].map((seconds) => seconds * MS_PER_SECOND);
const TOGETHER_MAX = 1_000;
const SUBJECT = 'Log in to Touchline';

@Injectable()
export class LoginMail {
  private readonly logger = new Logger('sessions');
  private readonly base: string;
  /** For each address, of a user or not, so that the limit reveals nothing. */
  private readonly toAnAddress = new Allowance(5, LOGIN_MS);
  /** Enough for an office behind one proxy in the morning. */
  private readonly fromANetwork = new Allowance(100, MS_PER_MINUTE);
  /** All addresses that are asked for meanwhile are looked up together, so that none waits behind the others. */
  private readonly asked = new Gatherer((emails: string[]) => this.sessions.prepareLogins(emails), TOGETHER_MAX);

  constructor(
    private readonly sessions: Sessions,
    private readonly mailer: Mailer,
    private readonly time: TimeSource,
    environment: Environment,
  ) {
    this.base = publicUrlOf(environment);
  }

  /**
   * Sends a login mail if a user has the address. They are looked up after the response, so that its duration does not
   * reveal who is a user.
   * @param network where the request comes from
   * @throws NoMailServerError @throws TooManyMailsError
   */
  request(email: string, network: string): void {
    if (!this.mailer.isReady) throw new NoMailServerError();
    const now = this.time.now();
    const address = email.toLowerCase();
    const waitMs = Math.max(this.fromANetwork.waitOf(network, now), this.toAnAddress.waitOf(address, now));
    if (waitMs > 0) throw new TooManyMailsError(Math.ceil(waitMs / MS_PER_SECOND));
    this.fromANetwork.note(network, now);
    this.toAnAddress.note(address, now);
    void this.prepare(address);
  }

  private async prepare(email: string): Promise<void> {
    try {
      const login = await this.asked.add(email);
      if (login !== null) await this.send(login);
    } catch (error) {
      this.logger.error(`A mail to log in by could not be sent: ${describeFailure(error)}`);
    }
  }

  private async send(login: Login): Promise<void> {
    // The fragment is not sent to servers, so logs cannot record the token, and mail scanners cannot spend it.
    const href = `${this.base}/console/login#${login.token}`;
    const mail = {
      to: login.user.email,
      subject: SUBJECT,
      text: textOf(href, login.code),
      html: htmlOf(href, login.code),
      id: newId(this.time.now()),
      withinMs: SENT_WITHIN_MS,
    };
    for (const againAfterMs of [...AGAIN_AFTER_MS, null]) {
      const { problem, isFinal } = await this.mailer.send(mail);
      if (problem === null) return;
      const isGivenUp = isFinal || againAfterMs === null;
      this.logger.warn(`A mail to log in by was not sent${isGivenUp ? '' : ' yet'}: ${problem}`);
      if (isGivenUp) return;
      // Not a reason to stay alive: a node that stops leaves its users to ask again.
      await wait(againAfterMs, undefined, { ref: false });
    }
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
