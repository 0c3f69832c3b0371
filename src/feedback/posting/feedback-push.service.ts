import { Injectable, Logger } from '@nestjs/common';
import { Refusal } from '../../platform/input/refusal.js';
import { whyOf } from '../../platform/running/failure.js';
import { TimeSource } from '../../platform/running/time-source.js';
import { Database } from '../../platform/sql/database.js';
import { system } from '../../platform/values/actor.js';
import { MS_PER_MINUTE } from '../../platform/values/duration.js';
import { pluck } from '../../platform/values/group.js';
import { newId } from '../../platform/values/ids.js';
import { BatchesService } from '../batches/batches.service.js';
import type { Destination } from '../destinations/destination.js';
import { DestinationStore } from '../destinations/destination.store.js';
import { kindsIn } from '../dispatch/dispatch.js';
import { type OutgoingMessage, type OutgoingRequest, textOf } from '../dispatch/outgoing.js';
import { LedgerKeeping } from '../ledger-keeping.service.js';
import { platformOf, transportOf } from '../platforms.js';
import { ACCOUNT_BROKEN, type RequestJudgement } from './answer.js';
import { FeedbackOutcomes } from './feedback-outcomes.service.js';
import {
  backOffMs,
  FeedbackRound,
  followOf,
  judgeAddress,
  judgeIllegible,
  nextLookMs,
  resultOf,
  shortText,
} from './posted.js';
import { type AccountAdmission, type PostAnswer, Poster } from './poster.service.js';
import { type PostedRequest, PushStore } from './push.store.js';
import { PushTally } from './push-tally.js';

/** How often a destination is posted to. */
const EVERY_MS = MS_PER_MINUTE;
/** A node renews its claim before each request; after that time, another node takes over. */
const CLAIM_MS = 2 * MS_PER_MINUTE;
/** Small enough that a round ends long before the lease. */
const ITEMS_MAX = 1_000;
const BATCHES_MAX = 10;
/** Destinations that a node posts to at once. */
const AT_ONCE = 4;
const REQUEST_ID_MAX = 300;

const ACTOR = system('feedback');

type Headers = Readonly<Record<string, string>>;

/** A node's turn at a destination, with the headers that authenticate it. */
interface PushTurn {
  readonly destination: Destination;
  headers: Headers;
  askedForMs: number;
  /** Whether to begin another request: not if another node has the turn, or the destination was replaced. */
  readonly goOn: () => Promise<boolean>;
}

type PushEnd = 'nothing' | 'more' | 'busy' | 'broken';

/** Posts deliveries to ad platforms by the steps of any client: lease, post, report (docs/adr/0032). */
@Injectable()
export class FeedbackPush {
  private readonly logger = new Logger('feedback');
  private atWork = 0;

  constructor(
    private readonly database: Database,
    private readonly destinations: DestinationStore,
    private readonly pushes: PushStore,
    private readonly batches: BatchesService,
    private readonly poster: Poster,
    private readonly outcomes: FeedbackOutcomes,
    private readonly keeping: LedgerKeeping,
    private readonly tally: PushTally,
    private readonly time: TimeSource,
  ) {}

  /**
   * Posts all that is due. Calls may overlap, so a slow platform delays no other.
   * @param goOn whether to begin with another destination or batch
   */
  async look(goOn: () => boolean = () => true): Promise<void> {
    if (this.atWork >= AT_ONCE) return;
    const ids = await this.pushes.readDue(this.database.engine, this.time.now());
    const next = async (): Promise<void> => {
      for (let id = ids.shift(); id !== undefined && goOn() && this.atWork < AT_ONCE; id = ids.shift()) {
        this.atWork++;
        try {
          await this.take(id, goOn);
        } finally {
          this.atWork--;
        }
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, next));
  }

  private async take(id: string, goOn: () => boolean): Promise<void> {
    const by = newId(this.time.now());
    const now = this.time.now();
    if (!(await this.pushes.claim(this.database.engine, id, by, now, now + CLAIM_MS))) return;
    const failures = await this.pushes.readFailures(this.database.engine, id);
    let pauseMs = backOffMs(failures + 1, 0);
    let failed = failures + 1;
    try {
      const { ending, askedForMs } = await this.work(id, by, goOn);
      failed = ending === 'busy' ? failures + 1 : 0;
      pauseMs = ending === 'busy' ? backOffMs(failed, askedForMs) : ending === 'more' ? 0 : EVERY_MS;
    } catch (error) {
      this.logger.warn(`Posting to destination ${id} failed: ${whyOf(error)}`);
    } finally {
      await this.pushes.release(this.database.engine, id, by, this.time.now() + pauseMs, failed);
    }
  }

  private async work(
    id: string,
    by: string,
    goOn: () => boolean,
  ): Promise<{ readonly ending: PushEnd; readonly askedForMs: number }> {
    const destination = await this.destinations.find(id);
    if (destination === undefined || !destination.push || destination.stopped !== null)
      return { ending: 'nothing', askedForMs: 0 };
    const admitted = await this.poster.admit(destination);
    if (admitted.is !== 'in') this.tally.add(destination, admitted.is);
    if (admitted.is === 'busy') return { ending: 'busy', askedForMs: admitted.askedForMs };
    if (admitted.is === 'broken') return this.broken(destination, admitted);
    const stillOurs = () => this.pushes.goOn(this.database.engine, destination, by, this.time.now() + CLAIM_MS);
    const turn: PushTurn = {
      destination,
      headers: admitted.headers,
      askedForMs: 0,
      goOn: async () => goOn() && (await stillOurs()),
    };
    await this.outcomes.ask(destination, turn.headers, turn.goOn);
    let ending: PushEnd = 'more';
    for (let batch = 0; batch < BATCHES_MAX && ending === 'more' && goOn(); batch += 1)
      ending = await this.postBatch(turn);
    return { ending, askedForMs: turn.askedForMs };
  }

  /** @returns `more` if there may be more to post */
  private async postBatch(turn: PushTurn): Promise<PushEnd> {
    const { destination } = turn;
    const { id, platform, settings } = destination;
    const { posting } = platformOf(platform);
    const { batchMax } = transportOf(platform, settings, kindsIn(destination, 'json')[0]!);
    const limit = Math.min(ITEMS_MAX, batchMax);
    const handedOut = await this.handOut(id, limit);
    if (handedOut === null) return 'nothing';
    const { batchId, items, outgoing, isMore } = handedOut;
    const kinds = new Map(items.map((item) => [item.id, item.kind]));
    const round = new FeedbackRound(pluck(items, 'id'), requestsOf(outgoing));
    let isOver = false;
    for (let request = round.next(); request !== undefined; request = round.next()) {
      if (!(await turn.goOn())) {
        isOver = true;
        break;
      }
      const kind = kinds.get(request.items[0]!.id)!;
      const answer = await this.post(turn, request);
      const ids = request.items.map((item) => item.id);
      const { judge } = transportOf(platform, settings, kind);
      const { status, body } = answer;
      const judgement: RequestJudgement =
        answer.judged ??
        judgeAddress(answer) ??
        (posting.answersFreely ? null : judgeIllegible(answer)) ??
        judge({ status, body, deliveries: ids.length });
      const followed = followOf(judgement, ids, answer);
      this.tally.add(destination, resultOf(followed, status));
      turn.askedForMs = answer.askedForMs;
      const again = await this.writtenAgain(id, batchId, followed.again);
      const requestId = shortText(posting.requestIdOf(answer) ?? '');
      round.follow(request, followed, requestId === '' ? null : requestId, again);
    }
    await this.report(destination, batchId, round, (itemId) => kinds.get(itemId)!);
    if (round.halts !== 'no') return round.halts;
    return isMore && !isOver ? 'more' : 'nothing';
  }

  /** @returns null if nothing is due, or the destination was stopped meanwhile */
  private async handOut(id: string, limit: number) {
    try {
      return await this.batches.handOut(id, { limit, format: 'json' });
    } catch (error) {
      if (error instanceof Refusal) return null;
      throw error;
    }
  }

  /** Retries once if a token has ended before its time. */
  private async post(
    turn: PushTurn,
    request: OutgoingRequest,
  ): Promise<PostAnswer & { readonly judged?: RequestJudgement }> {
    const { destination } = turn;
    const objection = this.poster.objectionTo(request.url);
    if (objection !== null) {
      const judged = { of: 'all', code: 'addressRefused', verdict: ACCOUNT_BROKEN } as const;
      return { status: 0, headers: {}, body: undefined, isIllegible: false, message: objection, askedForMs: 0, judged };
    }
    const text = textOf(request);
    const answer = await this.poster.post(request.url, { ...request.headers, ...turn.headers }, text);
    if (answer.status !== 401 || platformOf(destination.platform).posting.tokenForm === undefined) return answer;
    this.poster.forget(destination.id);
    const admitted = await this.poster.admit(destination);
    if (admitted.is !== 'in') return answer;
    turn.headers = admitted.headers;
    return this.poster.post(request.url, { ...request.headers, ...turn.headers }, text);
  }

  private async writtenAgain(
    id: string,
    batchId: string,
    parts: readonly (readonly string[])[],
  ): Promise<OutgoingRequest[]> {
    const written: OutgoingRequest[] = [];
    for (const ids of parts) written.push(...requestsOf(await this.batches.writeAgain(id, batchId, ids)));
    return written;
  }

  private async report(
    { id, platform, settings }: Destination,
    batchId: string,
    round: FeedbackRound,
    kindOf: (itemId: string) => PostedRequest['kind'],
  ): Promise<void> {
    const now = this.time.now();
    const requests = round.taken.flatMap(({ body, requestId: given, items }): PostedRequest[] => {
      if (items.length === 0) return [];
      const kind = kindOf(items[0]!);
      const { success, diagnostics } = transportOf(platform, settings, kind);
      const requestId = success(kind) === 'sent' ? (diagnostics?.idOf(body, given) ?? null) : null;
      if (requestId === null) return [];
      const lookAt = now + nextLookMs(0);
      return [{ id: newId(now), destinationId: id, batchId, requestId, kind, items, postedAt: now, looks: 0, lookAt }];
    });
    const ids = round.taken.flatMap(({ requestId }) => (requestId === null ? [] : [requestId]));
    const requestId = shortText(ids.join(' ')).slice(0, REQUEST_ID_MAX);
    const report = { sent: true, failed: round.failures(), ...(requestId !== '' && { requestId }) };
    await this.batches.report(id, batchId, report, ACTOR, (tx) => this.pushes.insertRequests(tx, requests));
  }

  /** Stops the destination until a person resumes it; the alarm is raised once. */
  private async broken({ id }: Destination, { why }: Extract<AccountAdmission, { is: 'broken' }>) {
    await this.database.engine.transaction(async (tx) => {
      const destination = await this.destinations.lock(tx, id);
      if (destination === undefined) return;
      await this.keeping.stop({ tx, destination, now: this.time.now() }, 'account', why);
    });
    return { ending: 'broken', askedForMs: 0 } as const;
  }
}

function requestsOf(outgoing: readonly OutgoingMessage[]): OutgoingRequest[] {
  return outgoing.flatMap((each) => (each.format === 'json' ? [each] : []));
}
