import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Json } from './json.js';

/** The behavior of a tool with a ready-made mapping, by its public documentation. */
interface KnownTool {
  readonly host: string;
  /** Makes a record of a body, in the form of the tool. */
  readonly make: (body: Json, number: number) => Json;
  /** @returns false if the tool refuses the change */
  readonly change: (record: Json, body: Json) => boolean;
  readonly refOf: (record: Json) => string;
  /** The body of answers to changes and reads. */
  readonly answer: (record: Json) => Json;
  readonly isSilent?: boolean;
}

const ASANA: KnownTool = {
  host: 'app.asana.com',
  make: ({ data }, number) => ({ gid: `12${number}`, ...data, notes: data.notes.trim(), modified_at: 'now' }),
  change: (record, { data }) => Boolean(Object.assign(record, data)),
  refOf: ({ gid }) => gid,
  answer: (record) => ({ data: record }),
};

/** Jira gives each part of a document an id. */
const withIds = (node: Json): Json => ({
  ...node,
  ...(node.content && { attrs: { ...node.attrs, localId: 'x' }, content: node.content.map(withIds) }),
});
const JIRA: KnownTool = {
  host: 'acme.atlassian.net',
  make: ({ fields }, number) => ({
    key: `OPS-${number}`,
    fields: { ...fields, description: withIds(fields.description), duedate: fields.duedate ?? null },
  }),
  change: ({ fields }, { fields: given }) =>
    Boolean(Object.assign(fields, given, given.description && { description: withIds(given.description) })),
  refOf: ({ key }) => key,
  answer: (record) => record,
  // It answers changes with 204 and no body.
  isSilent: true,
};

const xeroLines = (lines: Json[]) =>
  lines.map((line, index) => ({ LineItemID: `line-${index}`, TaxAmount: 0, Tracking: [], ...line }));
/** Xero shows a date as an instant. */
const dueInXero = ({ DueDate }: Json) => (DueDate === undefined ? {} : { DueDateString: `${DueDate}T00:00:00` });
const XERO: KnownTool = {
  host: 'api.xero.com',
  make: ({ Invoices: [invoice] }, number) => ({
    InvoiceID: `inv-${number}`,
    ...invoice,
    ...dueInXero(invoice),
    LineItems: xeroLines(invoice.LineItems),
  }),
  change: (record, { LineItems, ...rest }) =>
    record.Status === 'DRAFT' &&
    Boolean(Object.assign(record, dueInXero(rest), LineItems && { LineItems: xeroLines(LineItems) })),
  refOf: ({ InvoiceID }) => InvoiceID,
  answer: (record) => ({ Invoices: [record] }),
};

/** QuickBooks adds a line with the subtotal. */
const quickbooksLines = (lines: Json[]) => [
  ...lines.map((line, index) => ({ Id: String(index + 1), LineNum: index + 1, ...line })),
  { DetailType: 'SubTotalLineDetail', SubTotalLineDetail: {} },
];
const QUICKBOOKS: KnownTool = {
  host: 'quickbooks.api.intuit.com',
  make: (body, number) => ({ Id: String(number), SyncToken: '0', ...body, Line: quickbooksLines(body.Line) }),
  change: (record, { Line, SyncToken, sparse: _, ...rest }) => {
    if (SyncToken !== record.SyncToken) return false;
    Object.assign(record, rest, Line && { Line: quickbooksLines(Line) }, { SyncToken: String(Number(SyncToken) + 1) });
    return true;
  },
  refOf: ({ Id }) => Id,
  answer: (record) => ({ Estimate: record }),
};

export const KNOWN_TOOLS = { asana: ASANA, jira: JIRA, xero: XERO, quickbooks: QUICKBOOKS } as const;
export type KnownToolName = keyof typeof KNOWN_TOOLS;

/** All tools on one port, to which requests to their hosts are redirected. */
export class KnownTools {
  readonly records: Record<KnownToolName, Json[]> = { asana: [], jira: [], xero: [], quickbooks: [] };
  readonly changes: Json[] = [];

  private constructor(
    private readonly server: Server,
    private readonly url: string,
  ) {}

  static async start(): Promise<KnownTools> {
    const server = createServer((request, response) => void tools.take(request, response));
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const tools: KnownTools = new KnownTools(server, `http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    return tools;
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  get bases(): ReadonlyMap<string, string> {
    return new Map(Object.entries(KNOWN_TOOLS).map(([name, { host }]) => [host, `${this.url}/${name}`]));
  }

  private async take(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const parts: Buffer[] = [];
    for await (const part of request) parts.push(part as Buffer);
    const text = Buffer.concat(parts).toString();
    const body = text === '' ? null : JSON.parse(text);
    const [, name, ...path] = new URL(request.url!, this.url).pathname.split('/');
    const tool = KNOWN_TOOLS[name as KnownToolName];
    const records = this.records[name as KnownToolName];
    const ref = body?.Id ?? path.at(-1);
    const known = records.find((record) => tool.refOf(record) === ref);
    const answer = (status: number, given?: Json) =>
      response.writeHead(status, { 'content-type': 'application/json' }).end(given && JSON.stringify(given));
    if (request.method === 'GET') {
      answer(known || name !== 'asana' ? 200 : 404, known ? tool.answer(known) : {});
    } else if (known === undefined) {
      const made = tool.make(body, records.length + 1);
      records.push(made);
      answer(201, tool.answer(made));
    } else {
      this.changes.push(body);
      const isTaken = tool.change(known, body);
      if (isTaken && tool.isSilent) answer(204);
      else answer(isTaken ? 200 : 400, tool.answer(known));
    }
  }
}
