import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from './json.js';

export interface SlackRequest {
  readonly method: string;
  readonly token: string;
  readonly fields: Json;
}

/** Replaces Slack's answer: with another answer, or with none. */
export type Trouble =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly text: string }
  | 'hang'
  | null;

/** A model of Slack for bots, on a port of its own: it stores messages, and can be set to misbehave. */
export class SlackServer {
  readonly asked: SlackRequest[] = [];
  /** Ephemeral replies to users who pressed a button. */
  readonly whispered: Json[] = [];
  trouble: (request: SlackRequest) => Trouble = () => null;
  /** Workspaces by bot token; other bots share one workspace. */
  readonly workspaces = new Map<string, string>();
  /** All answers wait for this. */
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

  /** The base URLs to which requests to Slack are redirected. */
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

  /** The present messages of a conversation, oldest first. */
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
    const received = {
      method: request.url!.replace('/api/', ''),
      token: String(request.headers.authorization).replace('Bearer ', ''),
      fields,
    };
    this.asked.push(received);
    await this.hold;
    const trouble = this.trouble(received);
    if (trouble === 'hang') this.hanging.push(response);
    else if (trouble !== null) response.writeHead(trouble.status, trouble.headers).end(trouble.text);
    else response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(this.answerTo(received)));
  }

  private answerTo({ method, token, fields }: SlackRequest): Json {
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
    // A message to a member goes into their conversation with the bot.
    const channel = String(fields.channel).replace(/^U/, 'D');
    this.messages.set(`${channel} ${ts}`, { ...fields, channel, ts });
    return { ok: true, channel, ts, message: { text: fields.text } };
  }
}

/** Reports whether blocks are within Slack's limits: https://docs.slack.dev/reference/block-kit/blocks */
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

/** The request that Slack sends when a button is pressed. */
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

/** The whole text of a message, however it is built. */
export function wordsOf(message: Json): string {
  return JSON.stringify(message.blocks ?? message).replaceAll('\\n', '\n');
}

export function buttonsOf(message: Json): Json[] {
  return (message.blocks as Json[]).flatMap(({ type, elements }) => (type === 'actions' ? elements : []));
}
