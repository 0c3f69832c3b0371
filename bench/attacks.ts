import { request } from 'node:http';
import { connect } from 'node:net';
import type { Attack } from './doors.js';
import { ADMIN_KEY, report } from './workbench.js';

/* An attacker that puts a certain load on a node until the process is killed: `attacks.js URL attack connection`. */

const UNKNOWN = '00000000-0000-7000-8000-00000000dead';
const FORM = 'application/x-www-form-urlencoded';
const BY_KEY = { authorization: `Bearer ${ADMIN_KEY}` };

const ATTACKS: Readonly<Record<Attack, (url: string, connectionId: string) => void>> = {
  '800 silent forms': (url) =>
    held(
      url,
      800,
      '/act/forged',
      { 'content-type': FORM, 'content-length': '1040000' },
      `note=${'x'.repeat(1_000_000)}`,
    ),
  '200 unfinished bodies to no CRM': (url) =>
    held(url, 200, `/v1/crm-connections/${UNKNOWN}/deals`, bodyOf('application/json'), `"${'x'.repeat(900_000)}`),
  '200 unfinished bodies to a CRM': (url, connectionId) =>
    held(
      url,
      200,
      `/v1/crm-connections/${connectionId}/deals`,
      { ...bodyOf('application/json'), 'x-signature': 'a'.repeat(64) },
      `"${'x'.repeat(900_000)}`,
    ),
  '20 documents of the API': (url) =>
    again(20, () => fetch(`${url}/openapi.json`, { headers: { 'accept-encoding': 'identity' } })),
  '10 forged forms': (url) =>
    again(10, () =>
      fetch(`${url}/act/handoff/forged`, {
        method: 'POST',
        headers: { 'content-type': FORM },
        body: 'a&'.repeat(500_000),
      }),
    ),
  '2,500 streams of one key': (url) => {
    for (let stream = 0; stream < 2_500; stream += 1)
      request(`${url}/v1/events/stream`, { headers: BY_KEY, agent: false }, (answer) => answer.resume())
        .on('error', () => undefined)
        .end();
  },
  '40 lists of 1,000 of one key': (url) => again(40, () => fetch(`${url}/v1/leads?limit=1000`, { headers: BY_KEY })),
};

function bodyOf(type: string): Record<string, string> {
  return { 'content-type': type, 'content-length': '1040000' };
}

/** Opens a number of connections, each with a body that never ends. */
function held(
  url: string,
  count: number,
  path: string,
  headers: Readonly<Record<string, string>>,
  begun: string,
): void {
  const { hostname, port } = new URL(url);
  const lines = Object.entries({ host: hostname, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  const sent = `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n${begun}`;
  const hold = () => {
    const socket = connect(Number(port), hostname, () => socket.write(sent));
    // A connection that is cut off is opened again.
    socket
      .on('error', () => undefined)
      .resume()
      .once('close', () => setTimeout(hold, 1_000));
  };
  for (let socket = 0; socket < count; socket += 1) hold();
}

function again(count: number, ask: () => Promise<Response>): void {
  const goOn = async () => {
    for (;;)
      await ask().then(
        (answer) => answer.arrayBuffer(),
        () => undefined,
      );
  };
  for (let index = 0; index < count; index += 1) void goOn();
}

const [, , url, what, connectionId] = process.argv;
ATTACKS[what as Attack](url!, connectionId!);
report({ begun: 'yes' });
