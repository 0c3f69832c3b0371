import { DATA_MANAGER, GOOGLE_ADS } from './google.js';
import type { Answer, Http, Question } from './http.js';
import { META } from './meta.js';
import type { OpenRequest, OpenRequests } from './open-requests.js';
import { all, type Fault, type Meaning, type Platform, Refused } from './platform.js';
import { type Batch, type Failed, type Request, type Touchline, Trouble } from './touchline.js';

const PLATFORMS: Readonly<Record<string, Platform>> = {
  'googleads.googleapis.com': GOOGLE_ADS,
  'datamanager.googleapis.com': DATA_MANAGER,
  'graph.facebook.com': META,
};

const ITEMS_MAX = 1_000;
/** A batch is ours for 15 minutes: what is not posted by then is left to whoever gets it next. */
const POSTING_MAX_MS = 10 * 60_000;
/** So many that are refused alike, one after another, are not to blame themselves. */
const ALIKE = 3;
const ASKED_FOR_MS = 7 * 24 * 3_600_000;

interface Tools {
  readonly touchline: Touchline;
  readonly http: Http;
  readonly open: OpenRequests;
  readonly firstLookMs: number;
  readonly say: (text: string) => void;
}

/** What has become of a batch while it is posted. What is in neither was not posted. */
interface Course {
  readonly taken: Set<string>;
  readonly failed: Failed[];
  /** The platform is busy, or takes nothing of the account. */
  isOver: boolean;
}

/** Tells a platform what one destination is to tell it. */
export class Delivery {
  private limit = ITEMS_MAX;
  private refusedAlone: string[] = [];

  constructor(
    private readonly destinationId: string,
    private readonly tools: Tools,
  ) {}

  /** Posts all that is due. @throws Trouble where only a person can set right what is wrong */
  async serve(isStopping: () => boolean): Promise<void> {
    await this.askOpen();
    while (!isStopping()) {
      const batch = await this.tools.touchline.lease(this.destinationId, this.limit);
      if (batch === null || !(await this.deliver(batch))) return;
    }
  }

  /** @returns whether there may be more */
  private async deliver(batch: Batch): Promise<boolean> {
    const course: Course = { taken: new Set(), failed: [], isOver: false };
    const until = performance.now() + POSTING_MAX_MS;
    let trouble: unknown = null;
    try {
      this.limit = Math.min(ITEMS_MAX, 2 * this.limit);
      for (const request of batch.requests)
        if (!course.isOver && performance.now() < until) await this.post(batch, request, course);
    } catch (error) {
      trouble = error;
    }
    // Also in trouble: what was posted must not be offered again, and what was not should not wait for its lease.
    await this.report(batch, course);
    if (trouble !== null) throw trouble;
    return !course.isOver;
  }

  private async post(batch: Batch, request: Request, course: Course): Promise<void> {
    const platform = platformAt(request.url);
    const { items } = request;
    const { meaning, answer } = await this.askPlatform(platform, request);
    if (meaning.is === 'all') {
      course.failed.push(...items.map((id) => ({ id, ...meaning.fault })));
      course.isOver = true;
      return;
    }
    if (meaning.is === 'refused') this.noteRefusal(meaning.fault, items.length, meaning.failed.size);
    // Whoever is told twice says of what it took the first time that it is there already.
    const doubt = answer.isAgain === true ? { mayHaveLeft: true } : {};
    course.failed.push(...failedOf(meaning.failed, items).map((each) => ({ ...each, ...doubt })));
    if (meaning.is === 'refused') return;
    this.refusedAlone = [];
    const taken = items.filter((_, place) => !meaning.failed.has(place));
    for (const id of taken) course.taken.add(id);
    this.keepOpen(batch, { ...request, items: taken }, platform.idOf?.(request, answer) ?? null);
  }

  /**
   * Where a platform refuses a request and names nobody, the next batch has half as many, until whoever is to blame stands
   * alone. @throws Trouble where one after another is refused alike
   */
  private noteRefusal({ code, message }: Fault, items: number, named: number): void {
    if (named === 0) this.limit = Math.ceil(items / 2);
    if (items > 1) return;
    this.refusedAlone = [...this.refusedAlone, code].slice(-ALIKE);
    const isAlike = this.refusedAlone.length === ALIKE && new Set(this.refusedAlone).size === 1;
    if (isAlike)
      throw new Trouble(`${ALIKE} items in a row were refused with ${code}: look at the account (${message})`);
    this.limit = 1;
  }

  private async askPlatform(platform: Platform, request: Request): Promise<{ meaning: Meaning; answer: Answer }> {
    const question = { method: 'POST', url: request.url, headers: request.headers, body: request.text } as const;
    try {
      const answer = await this.askAs(platform, question);
      return { meaning: platform.meaningOf(answer, request.items.length), answer };
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      return { meaning: all('http401', error.message), answer: { status: 401, text: '', json: undefined } };
    }
  }

  /** In the name of the account; once more where a token has ended before its time. */
  private async askAs(platform: Platform, question: Question): Promise<Answer> {
    const { http } = this.tools;
    const asked = async (isAnew: boolean) => {
      const own = { 'content-type': 'application/json', ...question.headers };
      return http.ask({ ...question, headers: { ...own, ...(await platform.headers(http, isAnew)) } });
    };
    const answer = await asked(false);
    return answer.status === 401 ? asked(true) : answer;
  }

  private async report({ id, items }: Batch, { taken, failed }: Course): Promise<void> {
    const { touchline, say } = this.tools;
    const named = new Set(failed.map((each) => each.id));
    const rest = items.filter((each) => !taken.has(each) && !named.has(each));
    const sent = taken.size > 0;
    const notPosted = (each: string): Failed => ({ id: each, code: 'notPosted', message: '', retry: true });
    // Where nothing was taken, what is not named is offered again at once.
    const said = { sent, failed: [...failed, ...(sent ? rest.map(notPosted) : [])] };
    const reported = await touchline.acknowledge(this.destinationId, id, said);
    const codes = [...new Set(failed.map(({ code }) => code))].join(', ');
    say(`batch ${id}: ${taken.size} taken, ${failed.length} not${codes && ` (${codes})`}, ${rest.length} left`);
    if (reported === 'lapsed') say(`batch ${id}: the lease had lapsed, nothing was changed; it is offered again`);
    if (reported === 'stopped') throw new Trouble(`the destination is stopped${codes && `, for ${codes}`}`);
  }

  /** Before it is reported: whoever dies in between asks for nothing, which is refused; the other way round nobody asks. */
  private keepOpen({ id: batchId }: Batch, { url, headers, items }: Request, id: string | null): void {
    if (id === null || items.length === 0) return;
    const now = Date.now();
    const { destinationId } = this;
    const askAt = now + this.tools.firstLookMs;
    this.tools.open.add({ destinationId, batchId, id, url, headers, items, postedAt: now, askAt });
  }

  /** What platforms say by now of what they had taken. */
  private async askOpen(): Promise<void> {
    const now = Date.now();
    const ours = this.tools.open.all().filter(({ destinationId }) => destinationId === this.destinationId);
    for (const request of ours.filter(({ askAt }) => askAt <= now)) {
      const isDone = await this.concludes(request);
      const isOver = isDone || now - request.postedAt > ASKED_FOR_MS;
      const askAt = now + Math.max(this.tools.firstLookMs, now - request.postedAt);
      this.tools.open.replace(request, isOver ? null : { ...request, askAt });
    }
  }

  /** @returns whether nothing more is to be asked */
  private async concludes(request: OpenRequest): Promise<boolean> {
    const { url, batchId, id, items } = request;
    const platform = platformAt(url);
    const answer = await this.askAs(platform, platform.question!(request, id));
    if (answer.status !== 200) return false;
    const outcome = platform.outcomeOf!(answer, id, items.length);
    if (outcome === 'not yet') return false;
    const accepted = outcome.accepted.map((place) => items[place]!);
    const failed = failedOf(outcome.failed, items);
    const reported = await this.tools.touchline.conclude(this.destinationId, batchId, { accepted, failed });
    this.tools.say(`batch ${batchId}: ${accepted.length} accepted, ${failed.length} not, of request ${id}`);
    if (reported === 'stopped') throw new Trouble('the destination is stopped');
    return true;
  }
}

/** Of places that there are. */
function failedOf(faults: ReadonlyMap<number, Fault>, items: readonly string[]): Failed[] {
  return [...faults].flatMap(([place, fault]) => (items[place] === undefined ? [] : [{ id: items[place], ...fault }]));
}

/** @throws Trouble where the job does not know whom it would post to */
function platformAt(url: string): Platform {
  const platform = URL.canParse(url) ? PLATFORMS[new URL(url).hostname] : undefined;
  if (platform === undefined) throw new Trouble(`this job does not know the platform at ${url || 'an empty address'}`);
  return platform;
}
