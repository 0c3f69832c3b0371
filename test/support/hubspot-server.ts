import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from './json.js';

export const SERVICE_KEY = 'pat-eu1-the-first-service-key';

interface Answer {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Record<string, string>;
}

/** An error as HubSpot writes it. */
export const hubspotError = (
  status: number,
  category: string,
  more: Json = {},
  headers: Record<string, string> = {},
): Answer => ({
  status,
  body: { status: 'error', message: 'An error', correlationId: 'a1', category, ...more },
  headers,
});

/** A limit as HubSpot writes it, with or without saying when it ends. */
export const tooMany = (policyName: string, headers: Record<string, string> = {}): Answer =>
  hubspotError(429, 'RATE_LIMITS', { errorType: 'RATE_LIMIT', policyName }, headers);

interface Contact {
  readonly id: string;
  readonly createdAt: number;
  readonly properties: Json;
  /** When searches find it. */
  readonly foundAt: number;
}

/**
 * Behaves like HubSpot's API of 2026-09, on a port of its own: keys and scopes, pages, limits, submissions newest first,
 * searches that lag behind, sort and give out 200 at once. Other paths are not there.
 */
export class HubspotServer {
  /** The key that it accepts. */
  key = SERVICE_KEY;
  /** What it answers instead, if this returns something; `hang` until `release`. */
  fails: (path: string) => Answer | 'hang' | null = () => null;
  /** The time there, by which searches find contacts. */
  now: () => number = () => Number.POSITIVE_INFINITY;
  readonly asked: string[] = [];
  headers: Record<string, string> = {};
  private readonly forms = new Map<string, string>();
  private readonly submissions = new Map<string, Json[]>();
  private readonly contacts: Contact[] = [];
  private readonly hanging: (() => void)[] = [];

  private constructor(private readonly server: Server) {}

  static async start(): Promise<HubspotServer> {
    const server = createServer((request, response) => void hubspot.take(request, response));
    const hubspot = new HubspotServer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return hubspot;
  }

  async stop(): Promise<void> {
    this.release();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get isHanging(): boolean {
    return this.hanging.length > 0;
  }

  reset(): void {
    this.release();
    this.forms.clear();
    this.submissions.clear();
    this.contacts.length = 0;
    this.asked.length = 0;
    Object.assign(this, { key: SERVICE_KEY, headers: {}, now: () => Number.POSITIVE_INFINITY });
  }

  /** Answers what it has let hang. */
  release(): void {
    this.fails = () => null;
    for (const answer of this.hanging.splice(0)) answer();
  }

  aForm(id: string, name: string): void {
    this.forms.set(id, name);
  }

  /** Somebody fills in a form. */
  submit(formId: string, at: number, values: Readonly<Record<string, string>>, conversionId: string): void {
    const former = this.submissions.get(formId) ?? [];
    const submission = {
      conversionId,
      submittedAt: at,
      values: Object.entries(values).map(([name, value]) => ({ name, value, objectTypeId: '0-1' })),
      pageUrl: 'https://www.example.com/demo',
    };
    this.submissions.set(
      formId,
      [submission, ...former].sort((one, other) => other.submittedAt - one.submittedAt),
    );
  }

  /** A contact is made. @param lagMs after which searches find it */
  aContact(id: number | string, createdAt: number, properties: Json, lagMs = 0): void {
    this.contacts.push({
      id: String(id),
      createdAt,
      foundAt: createdAt + lagMs,
      properties: {
        hs_object_id: String(id),
        hs_object_source: 'CRM_UI',
        createdate: new Date(createdAt).toISOString(),
        ...properties,
      },
    });
  }

  askedFor(part: string): number {
    return this.asked.filter((path) => path.includes(part)).length;
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const { pathname, searchParams } = new URL(request.url!, 'http://hubspot');
    this.asked.push(pathname);
    const fault = this.fails(pathname);
    if (fault === 'hang') await new Promise<void>((resolve) => this.hanging.push(resolve));
    const text = Buffer.concat(parts).toString('utf8');
    const { status, body, headers } =
      fault !== null && fault !== 'hang'
        ? fault
        : this.answer(request, pathname, searchParams, text === '' ? {} : JSON.parse(text));
    response
      .writeHead(status, { 'content-type': 'application/json', ...this.headers, ...headers })
      .end(JSON.stringify(body));
  }

  private answer({ method, headers }: IncomingMessage, path: string, query: URLSearchParams, body: Json): Answer {
    if (headers.authorization !== `Bearer ${this.key}`) return hubspotError(401, 'INVALID_AUTHENTICATION');
    const [, formId] = /^\/form-integrations\/v1\/submissions\/forms\/(.+)$/.exec(path) ?? [];
    if (method === 'GET' && path === '/marketing/forms/2026-09')
      return this.page(
        [...this.forms].map(([id, name]) => ({ id, name, formType: 'hubspot', archived: false })),
        query,
        100,
      );
    if (method === 'GET' && formId !== undefined) {
      const found = this.submissions.get(formId);
      return found === undefined && !this.forms.has(formId)
        ? hubspotError(404, 'OBJECT_NOT_FOUND')
        : this.page(found ?? [], query, 50);
    }
    if (method === 'POST' && path === '/crm/objects/2026-09/contacts/batch/read') return this.read(body);
    if (method === 'POST' && path === '/crm/objects/2026-09/contacts/search') return this.search(body);
    return { status: 404, body: '<html>' };
  }

  private page(all: readonly Json[], query: URLSearchParams, most: number): Answer {
    const limit = Number(query.get('limit') ?? 20);
    if (limit > most) return hubspotError(400, 'VALIDATION_ERROR');
    const from = Number(query.get('after') ?? 0);
    const next = from + limit < all.length ? { paging: { next: { after: String(from + limit), link: '?' } } } : {};
    return { status: 200, body: { results: all.slice(from, from + limit), ...next } };
  }

  private read({ idProperty, inputs, properties }: Json): Answer {
    if (idProperty !== 'email' || inputs.length > 100) return hubspotError(400, 'VALIDATION_ERROR');
    const wanted = new Set(inputs.map(({ id }: Json) => id));
    const results = this.contacts.filter(({ properties: { email } }) => wanted.has(email));
    return { status: 200, body: { status: 'COMPLETE', results: results.map((each) => shown(each, properties)) } };
  }

  private search({ filterGroups: [{ filters }], sorts, limit, properties }: Json): Answer {
    if (limit > 200) return hubspotError(400, 'VALIDATION_ERROR');
    const [sort] = sorts;
    const meets = (contact: Contact) =>
      filters.every(({ propertyName, operator, value }: Json) => {
        const found = propertyName === 'createdate' ? contact.createdAt : Number(contact.id);
        const bound = Number(value);
        return operator === 'GTE' ? found >= bound : operator === 'LT' ? found < bound : found > bound;
      });
    const found = this.contacts
      .filter((contact) => contact.foundAt <= this.now() && meets(contact))
      .sort((one, other) => (sort.propertyName === 'hs_object_id' ? Number(one.id) - Number(other.id) : 0));
    const results = found.slice(0, limit).map((each) => shown(each, properties));
    return { status: 200, body: { total: found.length, results } };
  }
}

/** Only what is asked for is given out. */
function shown({ id, createdAt, properties }: Contact, names: readonly string[]): Json {
  const given = names.flatMap((name) => (properties[name] === undefined ? [] : [[name, properties[name]]]));
  return { id, properties: Object.fromEntries(given), createdAt: new Date(createdAt).toISOString(), archived: false };
}

/** A contact as a workflow sends it with all of its properties. */
export const workflowContact = (vid: number, properties: Readonly<Record<string, string>>, more: Json = {}): Json => ({
  vid,
  'portal-id': 62515,
  'is-contact': true,
  properties: Object.fromEntries(
    Object.entries(properties).map(([name, value]) => [
      name,
      { value, versions: [{ value, 'source-type': 'FORM', timestamp: 1_772_463_600_000 }] },
    ]),
  ),
  'form-submissions': [],
  'identity-profiles': [],
  ...more,
});
