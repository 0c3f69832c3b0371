import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from './json.js';

export interface Received {
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  readonly json: Json;
}

/** How the endpoint answers: with a status, or like a broken program. */
export type Answering = (
  received: Received,
  response: ServerResponse,
) => number | 'hang' | 'drop' | 'answered' | Promise<number>;

/** A customer's program that receives webhooks, on a port of its own. */
export class Endpoint {
  readonly received: Received[] = [];
  answers: Answering = () => 204;
  private readonly hanging: ServerResponse[] = [];

  private constructor(
    private readonly server: Server,
    readonly url: string,
  ) {}

  static async start(): Promise<Endpoint> {
    const server = createServer((request, response) => void endpoint.take(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const endpoint: Endpoint = new Endpoint(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`);
    return endpoint;
  }

  async stop(): Promise<void> {
    this.hangUp();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Breaks all connections that it has not answered. */
  hangUp(): void {
    for (const response of this.hanging.splice(0)) response.destroy();
  }

  events(): Json[] {
    return this.received.map(({ json }) => json.data);
  }

  types(): string[] {
    return this.received.map(({ json }) => json.type);
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    const received = { headers: request.headers as Record<string, string>, text, json: JSON.parse(text) };
    this.received.push(received);
    const answer = await this.answers(received, response);
    if (answer === 'hang') this.hanging.push(response);
    else if (answer === 'drop') request.socket.destroy();
    else if (answer !== 'answered') response.writeHead(answer, { 'content-type': 'text/plain' }).end('thanks');
  }
}

/** Local endpoints are not public addresses, so they have to be allowed. */
export const LOCAL = new Set(['127.0.0.1', 'localhost']);
