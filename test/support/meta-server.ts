import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from './json.js';

export const APP_SECRET = '0123456789abcdef0123456789abcdef';
export const PAGE_ID = '100200300400500';

interface Fault {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

/** An error as the Graph API writes it. */
export const graphError = (code: number, status = 400, more: Json = {}): Fault => ({
  status,
  body: { error: { message: 'An error', type: 'OAuthException', code, fbtrace_id: 'A1', ...more } },
});

/** Behaves like Meta's Graph API, on a port of its own: tokens and proofs, pages of lists, errors. */
export class MetaServer {
  /** The token that it accepts. */
  token = 'EAAG-the-first-access-token';
  /** What it answers instead, if this returns something; `hang` until `release`. */
  fails: (path: string) => Fault | 'hang' | null = () => null;
  readonly asked: string[] = [];
  subscribed = 0;
  /** Few, so that lists have several pages. */
  pageMax = 2;
  private readonly leads = new Map<string, Json>();
  private readonly hanging: (() => void)[] = [];
  private atWork = 0;
  mostAtOnce = 0;

  private constructor(private readonly server: Server) {}

  static async start(): Promise<MetaServer> {
    const server = createServer((request, response) => void meta.take(request, response));
    const meta = new MetaServer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return meta;
  }

  async stop(): Promise<void> {
    this.release();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  /** Whether somebody waits for an answer. */
  get isHanging(): boolean {
    return this.hanging.length > 0;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  reset(): void {
    this.release();
    this.leads.clear();
    this.asked.length = 0;
    Object.assign(this, { token: 'EAAG-the-first-access-token', fails: () => null, subscribed: 0, mostAtOnce: 0 });
  }

  /** Answers what it has let hang. */
  release(): void {
    this.fails = () => null;
    for (const answer of this.hanging.splice(0)) answer();
  }

  /** Somebody fills in a form. @returns the lead's id */
  add(id: string, at: number, fields: Readonly<Record<string, string | string[]>>, more: Json = {}): string {
    this.leads.set(id, {
      id,
      created_time: new Date(at).toISOString().replace(/\.\d{3}Z$/, '+0000'),
      form_id: '900',
      ad_id: '120',
      ad_name: 'Blue ad',
      adset_id: '121',
      adset_name: 'Berlin',
      campaign_id: '122',
      campaign_name: 'Spring',
      is_organic: false,
      platform: 'ig',
      field_data: Object.entries(fields).map(([name, value]) => ({ name, values: [value].flat() })),
      ...more,
    });
    return id;
  }

  /** How often a lead was asked for. */
  askedFor(id: string): number {
    return this.asked.filter((path) => path === `/v24.0/${id}`).length;
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    this.atWork += 1;
    this.mostAtOnce = Math.max(this.mostAtOnce, this.atWork);
    const { pathname, searchParams } = new URL(request.url!, 'http://meta');
    this.asked.push(pathname);
    // Meta takes a moment, so that what is asked at once is there at once.
    await new Promise((resolve) => setTimeout(resolve, 2));
    const fault = this.fails(pathname);
    if (fault === 'hang') await new Promise<void>((resolve) => this.hanging.push(resolve));
    const {
      status,
      body,
      headers = {},
    } = fault !== null && fault !== 'hang' ? fault : this.answer(request, pathname, searchParams);
    this.atWork -= 1;
    response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
  }

  private answer({ method, headers }: IncomingMessage, path: string, query: URLSearchParams): Fault {
    if (headers.authorization !== `Bearer ${this.token}`) return graphError(190, 401, { error_subcode: 463 });
    if (query.get('appsecret_proof') !== createHmac('sha256', APP_SECRET).update(this.token).digest('hex'))
      return graphError(100, 400, { message: 'Invalid appsecret_proof provided in the API argument' });
    const [version, object, edge] = path.slice(1).split('/');
    if (version !== 'v24.0') return graphError(2635);
    if (edge === 'subscribed_apps' && method === 'POST' && query.get('subscribed_fields') === 'leadgen') {
      this.subscribed += 1;
      return { status: 200, body: { success: true } };
    }
    if (edge === 'leadgen_forms')
      return this.list(
        [...this.forms()].map((id) => ({ id })),
        path,
        query,
      );
    if (edge === 'leads') {
      const [filter] = JSON.parse(query.get('filtering') ?? '[]') as [{ operator: string; value: number }];
      const found = [...this.leads.values()].filter(
        (lead) => lead.form_id === object && Date.parse(lead.created_time) / 1_000 > filter.value,
      );
      return this.list(found, path, query);
    }
    const lead = this.leads.get(object!);
    return lead === undefined ? graphError(100, 400, { error_subcode: 33 }) : { status: 200, body: lead };
  }

  private forms(): Set<string> {
    return new Set([...this.leads.values()].map(({ form_id: form }) => form));
  }

  private list(all: readonly Json[], path: string, query: URLSearchParams): Fault {
    const from = Number(query.get('after') ?? 0);
    const to = from + Math.min(Number(query.get('limit')), this.pageMax);
    const next = to < all.length ? { next: `https://graph.facebook.com${path}?access_token=x&after=${to}` } : {};
    return { status: 200, body: { data: all.slice(from, to), paging: { cursors: { after: String(to) }, ...next } } };
  }
}

/** Settings of a connection to it. */
export const metaSettings = (meta: MetaServer, more: Json = {}): Json => ({
  verifyToken: 'a-token-of-ours',
  accessToken: meta.token,
  pageId: PAGE_ID,
  baseUrl: meta.url,
  ...more,
});

/** A request as Meta tells of leads. */
export const told = (ids: readonly (string | number)[], at = 1_772_463_600): Json => ({
  object: 'page',
  entry: [
    {
      id: PAGE_ID,
      time: at,
      changes: ids.map((id) => ({
        field: 'leadgen',
        value: { leadgen_id: id, page_id: PAGE_ID, form_id: '900', ad_id: '120', adgroup_id: '121', created_time: at },
      })),
    },
  ],
});

export const signed = (body: string, secret = APP_SECRET): string =>
  `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`;
