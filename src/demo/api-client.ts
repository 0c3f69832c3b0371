export interface Page<T> {
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

/** The application, asked over HTTP as anybody would ask it. */
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

  /** All rows of a list, page by page. */
  async all<T>(path: string): Promise<T[]> {
    const rows: T[] = [];
    const separator = path.includes('?') ? '&' : '?';
    for (let cursor: string | null = ''; cursor !== null; ) {
      const at: string = cursor === '' ? '' : `&cursor=${encodeURIComponent(cursor)}`;
      const page: Page<T> = await this.get(`${path}${separator}limit=1000${at}`);
      rows.push(...page.data);
      cursor = page.nextCursor;
    }
    return rows;
  }

  /** @throws UnexpectedAnswerError when it is anything but success */
  private async ask<T>(method: string, path: string, body?: unknown): Promise<T> {
    const headers = {
      authorization: `Bearer ${this.key}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    };
    const response = await fetch(this.url + path, {
      method,
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new UnexpectedAnswerError(response.status, text, `${method} ${path}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }
}
