import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A proxy between a program and its Postgres that can simulate faults of a network. */
export class Relay {
  private readonly server: Server;
  private readonly open = new Set<Socket>();

  private constructor(private target: string) {
    this.server = createServer((near) => this.join(near));
  }

  /** @param target the URL of a database on the server to which it connects */
  static async to(target: string): Promise<Relay> {
    const relay = new Relay(target);
    relay.server.listen(0, '127.0.0.1');
    await once(relay.server, 'listening');
    return relay;
  }

  urlOf(database: string): string {
    const url = new URL(database);
    url.search = '';
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  /** Open connections stay open but silently pass nothing on; new ones work. */
  freeze(): void {
    for (const socket of this.open) {
      socket.unpipe();
      socket.pause();
    }
  }

  leadTo(target: string): void {
    this.target = target;
  }

  /** Breaks all open connections. */
  cut(): void {
    for (const socket of this.open) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    this.server.close();
    await once(this.server, 'close');
  }

  private join(near: Socket): void {
    const far = connect(endpointOf(this.target));
    for (const [one, other] of [
      [near, far],
      [far, near],
    ] as const) {
      this.open.add(one);
      one.pipe(other);
      // A frozen socket does not notice that its peer has gone, as in a broken network.
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.open.delete(one);
        other.destroy();
      });
    }
  }
}

/** Returns the Unix socket or the port of a server. */
function endpointOf(database: string): { path: string } | { host: string; port: number } {
  const { hostname, port, searchParams } = new URL(database);
  const folder = searchParams.get('host');
  return folder === null ? { host: hostname, port: Number(port) } : { path: `${folder}/.s.PGSQL.${port}` };
}
