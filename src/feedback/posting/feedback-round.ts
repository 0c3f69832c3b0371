import type { OutgoingRequest } from '../dispatch/outgoing.js';
import type { JsonObject } from '../platforms/json-text.js';
import type { Failed } from '../settling.js';
import { ACCOUNT_BROKEN } from './answer.js';
import { type Followed, isCommonFault } from './posted.js';

/** A request that a platform has taken, and by what it finds it again. */
export interface TakenRequest {
  readonly body: JsonObject;
  readonly requestId: string | null;
  /** Those of it that were taken, in the order of the body. */
  readonly items: readonly string[];
}

/** Requests of one batch at most: what is refused is looked for in halves, and what is left goes with the next. */
const REQUESTS_MAX = 100;

/** What has become of the items of a batch, while it is posted. */
export class FeedbackRound {
  readonly taken: TakenRequest[] = [];
  private readonly open: Set<string>;
  private readonly failed = new Map<string, Failed>();
  private readonly refused: Failed[] = [];
  private requests = 0;
  private halted: Followed['halts'] = 'no';

  constructor(
    ids: readonly string[],
    private waiting: readonly OutgoingRequest[],
  ) {
    this.open = new Set(ids);
  }

  /** Whether the platform has had enough for now, or takes nothing of the account. */
  get halts(): Followed['halts'] {
    return this.halted;
  }

  /** @returns undefined where nothing more is posted */
  next(): OutgoingRequest | undefined {
    if (this.halted !== 'no' || this.requests >= REQUESTS_MAX) return undefined;
    const [first, ...others] = this.waiting;
    this.waiting = others;
    this.requests += first === undefined ? 0 : 1;
    return first;
  }

  /** @param again requests of what goes again, in the place of the one that was refused */
  follow(
    request: OutgoingRequest,
    followed: Followed,
    requestId: string | null,
    again: readonly OutgoingRequest[],
  ): void {
    for (const failed of followed.failed) this.fail(failed);
    if (followed.taken) this.take(request, requestId);
    else if (followed.halts === 'no') this.refused.push(...followed.failed);
    this.waiting = [...again, ...this.waiting];
    this.halted = followed.halts;
    if (isCommonFault(this.refused, this.taken.length)) this.blameAccount();
  }

  /** All of them: what was not posted is offered again at once. */
  failures(): Failed[] {
    const rest = [...this.open].map((id): Failed => {
      const verdict = { is: 'later', pauseMs: 0, giveUpAfterMs: null } as const;
      return { id, code: 'notPosted', message: 'It was not its turn any more.', verdict };
    });
    return [...this.failed.values(), ...rest];
  }

  private take({ body, items }: OutgoingRequest, requestId: string | null): void {
    const ids = items.map(({ id }) => id).filter((id) => !this.failed.has(id));
    for (const id of ids) this.open.delete(id);
    this.taken.push({ body, requestId, items: ids });
  }

  private fail(failed: Failed): void {
    this.open.delete(failed.id);
    this.failed.set(failed.id, failed);
  }

  /** With the words of each: those of another may be about a person. */
  private blameAccount(): void {
    this.halted = 'broken';
    for (const each of this.refused) this.fail({ ...each, verdict: ACCOUNT_BROKEN });
  }
}
