import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** Stands between a program and its Postgres, and does to connections what networks do. */
export class Relay {
  private readonly server: Server;
  private readonly open = new Set<Socket>();

  private constructor(private target: string) {
    this.server = createServer((near) => this.join(near));
  }

  /** @param target the address of a database of the server that it leads to */
  static async to(target: string): Promise<Relay> {
    const relay = new Relay(target);
    relay.server.listen(0, '127.0.0.1');
    await once(relay.server, 'listening');
    return relay;
  }

  /** The address of a database by way of this relay. */
  urlOf(database: string): string {
    const url = new URL(database);
    url.search = '';
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  /** What is open stays open and passes nothing on any more, in silence; new connections are as good as ever. */
  freeze(): void {
    for (const socket of this.open) {
      socket.unpipe();
      socket.pause();
    }
  }

  /** New connections lead elsewhere. */
  leadTo(target: string): void {
    this.target = target;
  }

  /** What is open breaks. */
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
      // A frozen socket does not see that its other side has gone, as a broken network would not.
      one.on('error', () => other.destroy());
      one.on('close', () => {
        this.open.delete(one);
        other.destroy();
      });
    }
  }
}

/** Behind a socket of this machine, or on a port. */
function endpointOf(database: string): { path: string } | { host: string; port: number } {
  const { hostname, port, searchParams } = new URL(database);
  const folder = searchParams.get('host');
  return folder === null ? { host: hostname, port: Number(port) } : { path: `${folder}/.s.PGSQL.${port}` };
}
