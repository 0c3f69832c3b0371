import { Agent, request } from 'node:http';

interface ApiPage<T> {
  readonly data: readonly T[];
  readonly nextCursor: string | null;
}

export class UnexpectedAnswerError extends Error {
  constructor(
    readonly status: number,
    readonly body: string,
    asked: string,
  ) {
    super(`${asked} was answered with ${status}: ${body}`);
  }
}

const CONNECTIONS = new Agent({ keepAlive: true });

/** Client of the application's HTTP API. */
export class ApiClient {
  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  as(key: string): ApiClient {
    return new ApiClient(this.url, key);
  }

  get<T>(path: string): Promise<T> {
    return this.ask('GET', path);
  }

  post<T>(path: string, body: unknown): Promise<T> {
    return this.ask('POST', path, body);
  }

  put<T>(path: string, body: unknown): Promise<T> {
    return this.ask('PUT', path, body);
  }

  patch<T>(path: string, body: unknown): Promise<T> {
    return this.ask('PATCH', path, body);
  }

  async all<T>(path: string): Promise<T[]> {
    const rows: T[] = [];
    const separator = path.includes('?') ? '&' : '?';
    for (let cursor: string | null = ''; cursor !== null; ) {
      const at: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: ApiPage<T> = await this.get(`${path}${separator}limit=1000${at}`);
      rows.push(...page.data);
      cursor = page.nextCursor;
    }
    return rows;
  }

  /** @throws UnexpectedAnswerError if the status is not 2xx */
  private async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const { status, text } = await this.exchange(method, path, sent);
    if (status < 200 || status > 299) throw new UnexpectedAnswerError(status, text, `${method} ${path}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  /** `fetch` would cost this process four times as much: 175 to 300 microseconds a request against 40 to 70. */
  private exchange(method: string, path: string, sent: string | undefined): Promise<{ status: number; text: string }> {
    const headers = {
      authorization: `Bearer ${this.key}`,
      ...(sent !== undefined && { 'content-type': 'application/json', 'content-length': Buffer.byteLength(sent) }),
    };
    return new Promise((resolve, reject) => {
      const outgoing = request(this.url + path, { method, headers, agent: CONNECTIONS }, (answer) => {
        let text = '';
        answer.setEncoding('utf8');
        answer.on('data', (chunk: string) => {
          text += chunk;
        });
        answer.on('end', () => resolve({ status: answer.statusCode!, text }));
        answer.on('error', reject);
      });
      outgoing.on('error', reject);
      outgoing.end(sent);
    });
  }
}
