import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from './json.js';

/** What the bot asked for, as Slack got it. */
export interface Asked {
  readonly method: string;
  readonly token: string;
  readonly fields: Json;
}

/** Instead of what Slack answers: a body, as it is told, or nothing at all. */
export type Trouble =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly text: string }
  | 'hang'
  | null;

/** Slack on a port of its own, as far as a bot speaks to it: it keeps messages, and may be told to misbehave. */
export class SlackServer {
  readonly asked: Asked[] = [];
  /** What was said to whoever pressed a button. */
  readonly whispered: Json[] = [];
  trouble: (asked: Asked) => Trouble = () => null;
  /** Where bots are, by their tokens; those of which nothing is said are all in one. */
  readonly workspaces = new Map<string, string>();
  /** Until then nothing is answered. */
  hold: Promise<void> | null = null;
  private readonly messages = new Map<string, Json>();
  private readonly hanging: ServerResponse[] = [];
  private count = 0;

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<SlackServer> {
    const server = createServer((request, response) => void slack.take(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const slack: SlackServer = new SlackServer(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return slack;
  }

  /** Where requests to Slack go instead. */
  get bases(): ReadonlyMap<string, string> {
    return new Map([
      ['slack.com', this.url],
      ['hooks.slack.com', `${this.url}/hooks`],
    ]);
  }

  async stop(): Promise<void> {
    for (const response of this.hanging) response.destroy();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** What stands in a conversation now, oldest first. */
  in(channel: string): Json[] {
    return [...this.messages.values()].filter((message) => message.channel === channel);
  }

  clear(): void {
    this.messages.clear();
    this.asked.length = 0;
    this.whispered.length = 0;
    this.trouble = () => null;
    this.hold = null;
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    if (request.url!.startsWith('/hooks/')) {
      this.whispered.push(JSON.parse(text));
      response.end('ok');
      return;
    }
    const fields = Object.fromEntries(
      [...new URLSearchParams(text)].map(([name, value]) => [name, /^[[{]/.test(value) ? JSON.parse(value) : value]),
    );
    const asked = {
      method: request.url!.replace('/api/', ''),
      token: String(request.headers.authorization).replace('Bearer ', ''),
      fields,
    };
    this.asked.push(asked);
    await this.hold;
    const trouble = this.trouble(asked);
    if (trouble === 'hang') this.hanging.push(response);
    else if (trouble !== null) response.writeHead(trouble.status, trouble.headers).end(trouble.text);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.answerTo(asked)));
  }

  private answerTo({ method, token, fields }: Asked): Json {
    if (method === 'auth.test') return { ok: true, team_id: this.workspaces.get(token) ?? 'T0HOME' };
    if (!isTaken(fields.blocks)) return { ok: false, error: 'invalid_blocks' };
    if (method === 'chat.update') {
      const message = this.messages.get(`${fields.channel} ${fields.ts}`);
      if (message === undefined) return { ok: false, error: 'message_not_found' };
      Object.assign(message, fields);
      return { ok: true, channel: fields.channel, ts: fields.ts };
    }
    this.count += 1;
    const ts = `1772463600.${String(this.count).padStart(6, '0')}`;
    // Who writes to a member writes into their conversation with the bot.
    const channel = String(fields.channel).replace(/^U/, 'D');
    this.messages.set(`${channel} ${ts}`, { ...fields, channel, ts });
    return { ok: true, channel, ts, message: { text: fields.text } };
  }
}

/** Of blocks and of what is in them there may be so many, and texts may be so long: https://docs.slack.dev/reference/block-kit/blocks */
export function isTaken(blocks: readonly Json[]): boolean {
  return (
    blocks.length <= 50 &&
    blocks.every(
      ({ text, fields }) =>
        (text === undefined || (text.text.length > 0 && text.text.length <= 3_000)) &&
        (fields === undefined ||
          (fields.length > 0 && fields.length <= 10 && fields.every((field: Json) => field.text.length <= 2_000))),
    )
  );
}

export function failing(error: string): Trouble {
  return { status: 200, headers: { 'content-type': 'application/json' }, text: JSON.stringify({ ok: false, error }) };
}

/** A press of a button, as Slack sends it. */
export function pressed(
  secret: string,
  payload: Json,
  {
    at,
    body = `payload=${encodeURIComponent(JSON.stringify(payload))}`,
  }: { readonly at: number; readonly body?: string },
): { readonly body: string; readonly headers: Readonly<Record<string, string>> } {
  const timestamp = String(Math.floor(at / 1_000));
  const signature = createHmac('sha256', secret).update(`v0:${timestamp}:${body}`).digest('hex');
  return {
    body,
    headers: {
      'content-type': 'application/x-www-form-urlencoded',
      'x-slack-request-timestamp': timestamp,
      'x-slack-signature': `v0=${signature}`,
    },
  };
}

/** All that a message says, however it is built. */
export function wordsOf(message: Json): string {
  return JSON.stringify(message.blocks ?? message).replaceAll('\\n', '\n');
}

export function buttonsOf(message: Json): Json[] {
  return (message.blocks as Json[]).flatMap(({ type, elements }) => (type === 'actions' ? elements : []));
}
