import { createHmac } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from './json.js';

export const CLIENT_SECRET = 'WPL_AP1.client-secret';
export const ACCOUNT = 'urn:li:sponsoredAccount:512345678';

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export const linkedinError = (status: number, message = 'An error'): Answer => ({
  status,
  body: { status, serviceErrorCode: 65600, message },
});

/** The questions of its form. */
const QUESTIONS = [
  { questionId: 1, predefinedField: 'FIRST_NAME', name: 'First name' },
  { questionId: 2, predefinedField: 'LAST_NAME', name: 'Last name' },
  { questionId: 3, predefinedField: 'EMAIL', name: 'Email' },
  { questionId: 4, predefinedField: 'WORK_EMAIL', name: 'Work email' },
  { questionId: 5, predefinedField: 'COMPANY_NAME', name: 'Company' },
  {
    questionId: 6,
    name: 'custom',
    question: { localized: { en_US: 'Which team?' } },
    questionDetails: {
      multipleChoiceQuestionDetails: {
        options: [
          { id: 1, text: { localized: { en_US: 'Sales' } } },
          { id: 2, text: { localized: { en_US: 'Service' } } },
        ],
      },
    },
  },
];

/** Behaves like LinkedIn's Lead Sync API, on a port of its own: versions, Rest.li parameters, subscriptions, answers. */
export class LinkedinServer {
  token = 'AQX-the-first-access-token';
  fails: (path: string) => Answer | null = () => null;
  readonly asked: string[] = [];
  readonly subscriptions: Json[] = [];
  private readonly leads = new Map<string, Json>();

  private constructor(private readonly server: Server) {}

  static async start(): Promise<LinkedinServer> {
    const server = createServer((request, response) => void linkedin.take(request, response));
    const linkedin = new LinkedinServer(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return linkedin;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  reset(): void {
    this.leads.clear();
    this.asked.length = 0;
    this.subscriptions.length = 0;
    Object.assign(this, { token: 'AQX-the-first-access-token', fails: () => null });
  }

  /** Somebody answers a form. @param answers by the number of the question */
  add(id: string, at: number, answers: Readonly<Record<number, string | number[]>>, more: Json = {}): void {
    this.leads.set(id, {
      id,
      owner: { sponsoredAccount: ACCOUNT },
      leadType: 'SPONSORED',
      submittedAt: at,
      testLead: false,
      versionedLeadGenFormUrn: 'urn:li:versionedLeadGenForm:(urn:li:leadGenForm:3162,1)',
      leadMetadataInfo: {
        sponsoredLeadMetadataInfo: { campaign: { id: 'urn:li:sponsoredCampaign:77', name: 'Spring' } },
      },
      form: {
        id: 3162,
        name: 'Demo form',
        hiddenFields: [{ name: 'utm_campaign', value: 'berlin' }],
        content: { questions: QUESTIONS },
      },
      formResponse: {
        consentResponses: [{ consentId: 9, accepted: true }],
        answers: Object.entries(answers).map(([question, answer]) => ({
          questionId: Number(question),
          answerDetails:
            typeof answer === 'string'
              ? { textQuestionAnswer: { answer } }
              : { multipleChoiceAnswer: { options: answer } },
        })),
      },
      ...more,
    });
  }

  remove(id: string): void {
    this.leads.delete(id);
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    this.asked.push(`${request.method} ${request.url}`);
    const text = Buffer.concat(parts).toString('utf8');
    const { status, body } = this.fails(request.url!) ?? this.answer(request, text === '' ? {} : JSON.parse(text));
    response.writeHead(status, { 'content-type': 'application/json' });
    response.end(body === null ? '' : JSON.stringify(body));
  }

  private answer({ method, headers, url }: IncomingMessage, body: Json): Answer {
    if (headers.authorization !== `Bearer ${this.token}`) return linkedinError(401, 'The token used is expired');
    if (headers['linkedin-version'] !== '202609') return linkedinError(426, 'Requested version is not active');
    if (headers['x-restli-protocol-version'] !== '2.0.0') return linkedinError(400);
    const [path, search = ''] = url!.split('?') as [string, string?];
    const owner = `(sponsoredAccount:${encodeURIComponent(ACCOUNT)})`;
    if (path === '/rest/leadNotifications' && method === 'POST') {
      this.subscriptions.push(body);
      return { status: 201, body: null };
    }
    if (path === '/rest/leadNotifications')
      return search === `q=criteria&owner=(value:${owner})&leadType=(leadType:SPONSORED)`
        ? { status: 200, body: { results: this.subscriptions } }
        : linkedinError(400, search);
    if (path === '/rest/leadFormResponses') {
      const [, from, until] = /submittedAtTimeRange=\(start:(\d+),end:(\d+)\)/.exec(search) ?? [];
      const [, start, count] = /start=(\d+)&count=(\d+)$/.exec(search) ?? [];
      if (!search.includes(`q=owner&owner=${owner}`) || from === undefined) return linkedinError(400, search);
      const found = [...this.leads.values()].filter((lead) => lead.submittedAt >= +from && lead.submittedAt <= +until!);
      return { status: 200, body: { elements: found.slice(+start!, +start! + +count!) } };
    }
    const lead = this.leads.get(path.split('/').at(-1)!);
    return lead === undefined ? linkedinError(404) : { status: 200, body: lead };
  }
}

/** Settings of a connection to it. */
export const linkedinSettings = (linkedin: LinkedinServer, more: Json = {}): Json => ({
  clientSecret: CLIENT_SECRET,
  accessToken: linkedin.token,
  owner: ACCOUNT,
  baseUrl: linkedin.url,
  ...more,
});

/** A notification as LinkedIn sends it. */
export const notified = (id: string, leadAction: 'CREATED' | 'DELETED' = 'CREATED', at = 1_772_463_600_000): Json => ({
  type: 'LEAD_ACTION',
  leadGenFormResponse: `urn:li:leadGenFormResponse:${id}`,
  leadGenForm: 'urn:li:versionedLeadGenForm:(urn:li:leadGenForm:3162,1)',
  owner: { sponsoredAccount: ACCOUNT },
  leadType: 'SPONSORED',
  leadAction,
  occurredAt: at,
});

export const signedByLinkedin = (body: string, { prefix = 'hmacsha256=', secret = CLIENT_SECRET } = {}): string =>
  createHmac('sha256', secret).update(`${prefix}${body}`).digest('hex');
