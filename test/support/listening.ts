import { type ClientRequest, get, type IncomingMessage } from 'node:http';
import { ADMIN_KEY } from './client.js';
import type { Json } from './json.js';
import { until } from './postgres-owner.js';

/** A message of a stream, as a browser would hand it out. */
export interface Message {
  readonly id?: string;
  readonly event: string;
  readonly data: Json;
}

/** Somebody who listens to server-sent events. */
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

  static async to(
    url: string,
    path: string,
    { key = ADMIN_KEY, headers = {} }: { key?: string; headers?: Readonly<Record<string, string>> } = {},
  ): Promise<Listening> {
    return new Promise((resolve, reject) => {
      const request = get(`${url}${path}`, { headers: { authorization: `Bearer ${key}`, ...headers }, agent: false });
      request.once('error', reject);
      request.once('response', (answer) => resolve(new Listening(request, answer)));
    });
  }

  /** Without beats. */
  get events(): Message[] {
    return this.messages.filter(({ event }) => event !== 'beat');
  }

  async heard(count: number, withinMs = 15_000): Promise<Message[]> {
    await until(`${count} events were heard`, async () => this.events.length >= count, withinMs);
    return this.events;
  }

  /** It hears no more, and is still connected. */
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
