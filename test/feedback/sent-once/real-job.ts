import { expect } from '@jest/globals';
import type { Stage } from '../../../src/feedback/delivery.js';
import type { Platform } from '../../../src/feedback/platform.js';
import { transportOf } from '../../../src/feedback/platforms.js';
import { MS_PER_MINUTE } from '../../../src/platform/values/duration.js';
import type { TestApplication } from '../../support/application.js';
import type { Json } from '../../support/json.js';
import { bodiesOf, DESTINATIONS, type Format } from '../job.js';
import { isDeserved } from './counting.js';
import type { RealLead } from './real-lead.js';
import { type Mood, SimulatedPlatform } from './simulated-platform.js';

export const LEASE_MS = 15 * MS_PER_MINUTE;

interface Batch {
  readonly batchId: string;
  readonly ids: readonly string[];
  readonly report: Json;
  isReported: boolean;
  isConcluded: boolean;
  answer?: Json;
}

/** A job that fetches for one destination over HTTP, posts to a simulated platform, reports, dies, and comes late. */
export class RealJob {
  readonly platform: SimulatedPlatform;
  readonly wrongs: string[] = [];
  readonly occurrence = new Set<string>();
  private readonly batches: Batch[] = [];
  private readonly inHand = new Set<string>();
  /** Items handed out once without a report. */
  private readonly mayHaveLeft = new Set<string>();
  private readonly formats: readonly Format[];

  constructor(
    readonly destination: Json,
    private readonly leads: ReadonlyMap<string, RealLead>,
  ) {
    const { platform, settings } = destination as { platform: Platform; settings: object };
    this.platform = new SimulatedPlatform(platform);
    const kinds = ['conversion', 'retract'] as const;
    this.formats = [...new Set(kinds.map((kind) => transportOf(platform, settings, kind).format))];
  }

  get abilities() {
    return transportOf(this.destination.platform, this.destination.settings, 'retract').abilities;
  }

  /** @param how what happens to the job. @param n chooses the variant */
  async fetch(node: TestApplication, how: 'fetch' | 'fetchAndDie' | 'postAndDie', n: number): Promise<void> {
    const { id } = this.destination;
    for (const format of this.formats) {
      const limit = n % 3 === 2 ? 2 : 2_000;
      const batch = await node.must('POST', `${DESTINATIONS}/${id}/batches`, { limit, format });
      if (batch.batchId === null) continue;
      this.occurrence.add(how);
      const ids = batch.items.map((item: Json) => item.id);
      for (const each of ids) if (this.inHand.has(each)) this.mayHaveLeft.add(each);
      const failed = how === 'fetchAndDie' ? [] : this.post(batch, n, node.time.now());
      for (const each of ids) this.inHand.add(each);
      const report = how === 'fetchAndDie' ? { sent: false } : { failed };
      this.batches.push({ batchId: batch.batchId, ids, report, isReported: how === 'postAndDie', isConcluded: false });
    }
  }

  private post(batch: Json, n: number, now: number): Json[] {
    const items = new Map<string, Json>(batch.items.map((item: Json) => [item.id, item]));
    return bodiesOf(batch).flatMap(({ format, text, ids }) => {
      for (const id of ids) if (!this.mayHaveLeft.has(id)) this.judge(items.get(id)!);
      const moodOf = (index: number): Mood =>
        n >= 30 && n % 4 === index % 4 ? (n >= 50 ? 'never' : 'later') : 'takes';
      const answers = this.platform.receive({ format, text }, now, moodOf);
      this.platform.remember(now);
      return answers.flatMap((answer, index) => {
        if (answer === null) return [];
        this.occurrence.add(answer.code);
        const { code, retry } = answer;
        return [{ id: ids[index]!, code, message: 'no', ...(!code.includes('EXISTS') && { retry }) }];
      });
    });
  }

  /** Checks whether an item should be sent, when it is for the first time. */
  private judge({ kind, leadId, dedupKey }: Json): void {
    const { deserving, isDenied } = this.leads.get(leadId)!;
    const [, stage] = dedupKey.split('.') as [string, Stage];
    const counts = isDeserved(deserving, this.abilities, stage);
    this.occurrence.add(kind);
    if (kind === 'conversion' || kind === 'stage') {
      if (!counts) this.wrongs.push(`${kind} ${dedupKey} left, and should not count`);
      if (deserving.isEnded) this.wrongs.push(`${kind} ${dedupKey} left after the end`);
      if (isDenied) this.wrongs.push(`${kind} ${dedupKey} left without consent`);
    }
  }

  /** Reports on all batches; a late report must get a 409 and change nothing. @param n chooses the variant */
  async report(node: TestApplication, n: number): Promise<void> {
    const { id } = this.destination;
    for (const batch of this.batches) {
      if (batch.isReported && n % 5 !== 4) continue;
      const path = `${DESTINATIONS}/${id}/batches/${batch.batchId}/ack`;
      // Some jobs report twice at once.
      const answers = await Promise.all([
        node.post(path, batch.report),
        ...(n % 4 === 0 ? [node.post(path, batch.report)] : []),
      ]);
      expect(new Set(answers.map(({ status }) => status)).size).toBe(1);
      const [{ status, body }] = answers as [Json];
      if (answers.length > 1) expect(answers[1]!.body).toEqual(body);
      if (batch.answer !== undefined) expect(body).toEqual(batch.answer);
      if (status === 409) {
        expect(body.type).toBe('/problems#not-of-batch');
        this.occurrence.add('tooLate');
        continue;
      }
      expect(status).toBe(200);
      if (batch.answer !== undefined) this.occurrence.add('saidAgain');
      else for (const each of batch.ids) this.inHand.delete(each);
      batch.isReported = true;
      batch.answer = body;
    }
  }

  /** Reports the platform's later outcome, of one item or of all. @param n chooses the variant */
  async conclude(node: TestApplication, n: number): Promise<void> {
    const { id } = this.destination;
    for (const batch of this.batches) {
      const sent = (batch.answer?.items ?? []).filter(({ state }: Json) => state === 'sent');
      if (batch.isConcluded || sent.length === 0) continue;
      const isPart = n % 3 === 0;
      const accepted = isPart ? [sent[0].id] : 'all';
      await node.must('POST', `${DESTINATIONS}/${id}/batches/${batch.batchId}/outcome`, { accepted });
      this.occurrence.add('outcome');
      batch.isConcluded = !isPart;
    }
  }
}
