import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import type { TestApplication } from './application.js';

/** A mail as it arrived, parsed as a mail program would. */
export interface Arrived extends Email {
  readonly to_: readonly string[];
  readonly raw: string;
}

/** A real SMTP server on a port of its own, which can be set to misbehave. */
export class MailServer {
  readonly arrived: Arrived[] = [];
  /** Complete messages that it rejected. */
  readonly turnedAway: string[] = [];
  /** The rejection of a recipient; null accepts it. */
  refuses: (address: string) => { code: number; text: string } | null = () => null;
  /** The rejection of every message, if set. */
  trouble: { code: number; text: string } | null = null;
  /** What it waits for, once it has a complete message, before it answers. */
  delay: () => Promise<unknown> = () => Promise.resolve();

  private constructor(
    private readonly server: SMTPServer,
    readonly url: string,
  ) {}

  static async start(options: SMTPServerOptions = {}): Promise<MailServer> {
    const server = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS'],
      logger: false,
      // A kept application leaves its connections open, for which it would wait half a minute when it stops.
      closeTimeout: 1,
      onRcptTo: ({ address }, _session, done) => done(failure(self.refuses(address))),
      onData: (stream, session, done) => {
        const parts: Buffer[] = [];
        stream.on('data', (part: Buffer) => parts.push(part));
        stream.on('end', async () => {
          await self.delay();
          const raw = Buffer.concat(parts).toString();
          const to = session.envelope.rcptTo.map(({ address }) => address);
          if (self.trouble !== null) {
            self.turnedAway.push(raw);
            done(failure(self.trouble));
          } else
            void PostalMime.parse(raw).then((mail) => {
              self.arrived.push({ ...mail, to_: to, raw });
              done();
            });
        });
      },
      ...options,
    });
    server.on('error', () => undefined);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.server.address() as AddressInfo;
    const self: MailServer = new MailServer(server, `smtp://127.0.0.1:${port}`);
    return self;
  }

  to(address: string): Arrived[] {
    return this.arrived.filter(({ to_ }) => to_.includes(address));
  }

  async stop(): Promise<void> {
    await new Promise<void>((resolve) => this.server.close(() => resolve()));
  }
}

/** As if nobody had been mailed about leads lately: the next lead of each rep is mailed at once. */
export async function mailsAtOnce(app: TestApplication): Promise<void> {
  await app.asOwner('update message_pace set planned_at = null');
}

function failure(said: { code: number; text: string } | null): Error | null {
  return said === null ? null : Object.assign(new Error(said.text), { responseCode: said.code });
}
