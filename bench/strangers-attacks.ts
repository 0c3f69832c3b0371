import { connect } from 'node:net';
import { BY_KEY, type StrangersAttack } from './strangers.js';
import { report } from './workbench.js';

/* A stranger who puts a certain load on a node until the process is killed: `strangers-attacks.js URL attack`. */

const [, , url, what] = process.argv;
const { hostname, port } = new URL(url!);

type Headers = Readonly<Record<string, string>>;

const ATTACKS: Readonly<Record<StrangersAttack, () => void>> = {
  '5,000 requests for nothing in one go': () => flood(1, 5_000, () => head('GET', '/nothing')),
  '6,000 invented cookies in one go': () =>
    flood(1, 6_000, (index) => head('GET', '/v1/leads', { cookie: `touchline=invented-${index}` })),
  '4 connections with 20,000 forged links that nobody reads': () =>
    flood(4, 20_000, () => head('GET', '/act/a.b.c'), false),
  '100 connections for nothing': () => again(100, () => ask('/nothing')),
  '100 connections for the problems': () => again(100, () => ask('/problems')),
  '100 connections for the ways to log in': () => again(100, () => ask('/v1/session/ways')),
  '100 connections that begin a login by OpenID': () => again(100, () => ask('/v1/session/oidc')),
  '100 connections that come back from OpenID': () =>
    again(100, () => ask('/v1/session/oidc/callback?code=a&state=b', { cookie: 'touchline-oidc=invented' })),
  '100 connections with a wrong cookie': () =>
    again(100, (index) => ask('/v1/leads', { cookie: `touchline=invented-${index}` })),
  '100 connections with a wrong key': () =>
    again(100, (index) => ask('/v1/leads', { authorization: `Bearer wrong-${index}` })),
  '100 connections that ask whether the node is ready': () => again(100, () => ask('/health/ready')),
  '100 connections with a method that is not taken': () => again(100, () => ask('/health/live', {}, 'PUT')),
  '100 connections that ask for login mails': () =>
    again(100, (index) =>
      ask('/v1/session', { 'content-type': 'application/json' }, 'POST', `{"email":"nobody${index}@example.com"}`),
    ),
  '40 reports of money of one key': () =>
    again(40, () => ask('/v1/revenue/movements?from=2020-01-01&to=2029-12-31&by=account', BY_KEY)),
  '200 exports of one key': () => again(200, () => ask('/v1/dispositions', { ...BY_KEY, accept: 'text/csv' })),
};

function head(method: string, path: string, headers: Headers = {}): string {
  const lines = Object.entries({ host: hostname, ...headers }).map(([name, value]) => `${name}: ${value}\r\n`);
  return `${method} ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

/** Sends many requests in one go, again whenever the connection is closed. */
function flood(connections: number, requests: number, write: (index: number) => string, isRead = true): void {
  const all = Array.from({ length: requests }, (_, index) => write(index)).join('');
  const begin = () => {
    const socket = connect(Number(port), hostname, () => socket.write(all));
    socket.on('error', () => undefined).once('close', () => setTimeout(begin, 5));
    if (isRead) socket.resume();
    else socket.pause();
  };
  for (let connection = 0; connection < connections; connection += 1) begin();
}

function ask(path: string, headers: Headers = {}, method = 'GET', body?: string): Promise<Response> {
  return fetch(url + path, { method, headers, redirect: 'manual', ...(body !== undefined && { body }) });
}

function again(count: number, send: (index: number) => Promise<Response>): void {
  const goOn = async (first: number) => {
    for (let index = first; ; index += count)
      await send(index).then(
        (answer) => answer.arrayBuffer(),
        () => undefined,
      );
  };
  for (let index = 0; index < count; index += 1) void goOn(index);
}

ATTACKS[what as StrangersAttack]();
report({ begun: 'yes' });
