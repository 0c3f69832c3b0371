import { Injectable, OnApplicationShutdown } from '@nestjs/common';
import type { Transporter } from 'nodemailer';
import { Environment } from '../running/environment.js';
import { TimeSource } from '../running/time-source.js';
import { MS_PER_SECOND } from '../values/duration.js';

/** Time after which an unresponsive server is given up. */
const CONNECT_MS = 10 * MS_PER_SECOND;
const LONGEST_MS = 20 * MS_PER_SECOND;
const CONNECTIONS = 5;

export interface Mail {
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  /** The same whenever the same message is sent again, so that a recipient of both can tell. */
  readonly id: string;
  /**
   * Time limit, including the wait for a connection. A message that exceeds it counts as not sent, however much of it
   * the server has received.
   */
  readonly withinMs: number;
}

/** The server's answer. */
export interface MailAnswer {
  /** Its reply code, or null if there was none. */
  readonly status: number | null;
  readonly text: string | null;
  /** Why the message was not accepted, in plain English; null if it was. */
  readonly problem: string | null;
  /** Whether the failure is permanent: the address or the message is refused, and the server itself works. */
  readonly isFinal: boolean;
}

/** Sends mail through the operator's server. */
@Injectable()
export class Mailer implements OnApplicationShutdown {
  private readonly smtpUrl: string | undefined;
  private transporter: Promise<Transporter> | undefined;
  private readonly from: string;
  private readonly host: string;

  constructor(
    { smtpUrl, mailFrom = '' }: Environment,
    private readonly time: TimeSource,
  ) {
    this.from = mailFrom;
    this.host = mailFrom.replace(/^.*@|>.*$/g, '');
    this.smtpUrl = smtpUrl;
  }

  /** Whether a server is configured. */
  get isReady(): boolean {
    return this.smtpUrl !== undefined;
  }

  async onApplicationShutdown(): Promise<void> {
    (await this.transporter)?.close();
  }

  /** Never throws: a failure is an answer too. */
  async send({ to, subject, text, html, id, withinMs }: Mail): Promise<MailAnswer> {
    try {
      this.transporter ??= open(this.smtpUrl!);
      const { response } = await (await this.transporter).sendMail({
        from: this.from,
        to: { name: '', address: to },
        subject,
        text,
        html,
        messageId: `<${id}@${this.host}>`,
        date: new Date(this.time.now()),
        // Keeps automatic replies from being sent to a machine (RFC 3834, section 5).
        headers: { 'Auto-Submitted': 'auto-generated' },
        disableFileAccess: true,
        disableUrlAccess: true,
        // A server that sends a word now and then is never silent, so that no socket timeout would end this.
        signal: AbortSignal.timeout(withinMs),
      });
      return { status: codeIn(response ?? ''), text: response ?? null, problem: null, isFinal: false };
    } catch (error) {
      return refusalOf(error);
    }
  }
}

/** Loaded with the first mail, to shorten the start: most programs answer requests before they send any. */
async function open(smtpUrl: string): Promise<Transporter> {
  // By the default export, which a bundle has too.
  const { createTransport } = (await import('nodemailer')).default;
  return createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: CONNECTIONS,
    connectionTimeout: CONNECT_MS,
    greetingTimeout: CONNECT_MS,
    socketTimeout: LONGEST_MS,
  });
}

/** Converts an error of nodemailer. It does not name the recipient: the server's own words are only in `text`. */
function refusalOf(error: unknown): MailAnswer {
  const { code = '', responseCode, response } = error as { code?: string; responseCode?: number; response?: string };
  const status = responseCode ?? null;
  const isFinal = (code === 'EENVELOPE' || code === 'EMESSAGE') && status !== null && status >= 500;
  return {
    status,
    text: response ?? null,
    problem: PROBLEMS[code] ?? `It was not sent (${code || 'unknown'})`,
    isFinal,
  };
}

const PROBLEMS: Readonly<Record<string, string>> = {
  EENVELOPE: 'The server does not take mail for this address',
  EMESSAGE: 'The server did not take the message',
  EAUTH: 'The server does not let this program in: look at the user and the password in SMTP_URL',
  ETLS: 'SMTP_URL requires TLS, which the mail server does not offer',
  ETIMEDOUT: 'The server did not answer in time',
  EABORT: 'The server did not take the message in time',
  ECONNECTION: 'The server cannot be reached',
  ESOCKET: 'The connection to the server failed',
  EDNS: 'The server in SMTP_URL is not known',
};

function codeIn(response: string): number | null {
  const code = /^\d{3}/.exec(response)?.[0];
  return code === undefined ? null : Number(code);
}
