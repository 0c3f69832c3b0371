import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A fault of a line: no connection, a proxy that answers instead, or requests that arrive without an answer. */
type Trouble = 'cut' | 'badGateway' | 'answersLost' | null;

/** A proxy between a browser and the program that can simulate faults of a network. */
export class Line {
  private wrong: Trouble = null;

  private constructor(
    private readonly server: Server,
    private readonly target: string,
  ) {}

  static async to(target: string): Promise<Line> {
    const server = createServer((asked, answer) => line.pass(asked, answer));
    const line = new Line(server, target);
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return line;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Setting `cut` or `badGateway` also breaks the connections under way. */
  set trouble(trouble: Trouble) {
    this.wrong = trouble;
    if (trouble !== null && trouble !== 'answersLost') this.server.closeAllConnections();
  }

  async close(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private pass(asked: IncomingMessage, answer: ServerResponse): void {
    if (this.wrong === 'cut') {
      asked.socket.destroy();
      return;
    }
    if (this.wrong === 'badGateway') {
      answer.writeHead(502).end('Bad gateway');
      return;
    }
    const isLost = this.wrong === 'answersLost' && asked.method !== 'GET';
    const { method, headers, url } = asked;
    const passed = request(`${this.target}${url}`, { method, headers }, (answered) => {
      if (isLost) asked.socket.destroy();
      else answered.pipe(answer.writeHead(answered.statusCode!, answered.headers));
      answered.on('error', () => answer.destroy());
    });
    passed.on('error', () => answer.destroy());
    answer.on('close', () => passed.destroy());
    asked.pipe(passed);
  }
}
