import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request } from 'node:http';
import { ADMIN_KEY } from './client.js';
import type { Json } from './json.js';
import { until } from './postgres-owner.js';

export interface Message {
  readonly id?: string;
  readonly event: string;
  readonly data: Json;
}

interface Options {
  /** The admin key by default; null sends none, for use with a cookie. */
  readonly key?: string | null;
  readonly headers?: Readonly<Record<string, string>>;
}

export class Listening {
  readonly messages: Message[] = [];
  hasEnded = false;
  private rest = '';

  private constructor(
    private readonly request: ClientRequest,
    readonly answer: IncomingMessage,
  ) {
    answer.setEncoding('utf8');
    answer.on('data', (text: string) => this.take(text));
    for (const end of ['end', 'error', 'close']) answer.on(end, () => (this.hasEnded = true));
  }

  static async to(url: string, path: string, options: Options = {}): Promise<Listening> {
    return (await Listening.connected(url, path, options))();
  }

  /** Connects without sending the request. @returns a function that sends it */
  static async connected(
    url: string,
    path: string,
    { key = ADMIN_KEY, headers = {} }: Options = {},
  ): Promise<() => Promise<Listening>> {
    const all = { ...(key !== null && { authorization: `Bearer ${key}` }), ...headers };
    const asking = request(`${url}${path}`, { headers: all, agent: false });
    const [socket] = await once(asking, 'socket');
    if (socket.connecting) await once(socket, 'connect');
    return async () => {
      const [answer] = await once(asking.end(), 'response');
      return new Listening(asking, answer);
    };
  }

  /** The messages without heartbeats. */
  get events(): Message[] {
    return this.messages.filter(({ event }) => event !== 'beat');
  }

  async heard(count: number): Promise<Message[]> {
    await until(`${count} events were heard`, async () => this.events.length >= count);
    return this.events;
  }

  /** Stops reading, but stays connected. */
  stopReading(): void {
    this.answer.pause();
  }

  close(): void {
    this.request.destroy();
  }

  private take(text: string): void {
    const parts = (this.rest + text).split('\n\n');
    this.rest = parts.pop()!;
    for (const part of parts) {
      const fields = Object.fromEntries(part.split('\n').map((line) => line.split(/: (.*)/s, 2)));
      this.messages.push({ ...fields, data: JSON.parse(fields.data) } as Message);
    }
  }
}
