import type { ApiClient } from './api-client.js';

export interface FeedEvent {
  readonly type: string;
  readonly occurredAt: string;
  readonly subject: { readonly type: string; readonly id: string; readonly seq: number };
  readonly data: Readonly<Record<string, unknown>>;
}

interface FeedPage {
  readonly data: readonly FeedEvent[];
  readonly nextCursor: string;
}

const PAGE = 1_000;

export class FeedReader {
  private cursor: string | null = null;

  /** @param types all by default */
  constructor(
    private readonly api: ApiClient,
    private readonly types: readonly string[] = [],
  ) {}

  /** Returns the events since the last call; each event is returned once. */
  async read(): Promise<FeedEvent[]> {
    const events: FeedEvent[] = [];
    for (;;) {
      const after = this.cursor === null ? '' : `&after=${this.cursor}`;
      const types = this.types.length === 0 ? '' : `&type=${this.types.join(',')}`;
      const page = await this.api.get<FeedPage>(`/v1/events?limit=${PAGE}${types}${after}`);
      this.cursor = page.nextCursor;
      events.push(...page.data);
      if (page.data.length < PAGE) return events;
    }
  }
}
