import { expect, it } from '@jest/globals';
import { Chance } from '../../src/demo/random.js';
import type { Platform } from '../../src/feedback/platform.js';
import { MS_PER_HOUR } from '../../src/platform/values/duration.js';
import { bodiesOf, DESTINATIONS } from '../feedback/job.js';
import { rulesOf } from '../feedback/sent-once/sending.js';
import { SimulatedPlatform } from '../feedback/sent-once/simulated-platform.js';
import { TestApplication } from '../support/application.js';
import type { Json } from '../support/json.js';
import { aDesk } from '../support/people.js';
import { runs, SEED } from '../support/runs.js';
import { AgreedLead } from './agreed-lead.js';

/** Number of leads that run side by side. `HISTORIES=2000` sets it, `SEED=…` repeats a failed run. */
const HISTORIES = Number(process.env.HISTORIES ?? runs(15, 400));
const TICKS = 14;

const DEEDS = [
  [4, 'begin'],
  [5, 'win'],
  [4, 'lose'],
  [2, 'keep'],
  [5, 'reopen'],
  [5, 'worth'],
  [3, 'unsay'],
  [5, 'turn'],
  [2, 'winItself'],
  [2, 'revalue'],
  [2, 'reverse'],
  [2, 'closeItself'],
  [2, 'reopenItself'],
  [1, 'correct'],
] as const;
const STAGES = ['open', 'won', 'lost'] as const;

/** One platform accepts retractions and restated values, the other neither. */
interface Platforms {
  readonly google: SimulatedPlatform;
  readonly meta: SimulatedPlatform;
}

/** A lead in the program, over HTTP, beside its model. */
class Life {
  readonly agreed = new AgreedLead();
  readonly story: string[] = [];
  private readonly deals: string[] = [];
  /** The ids of its wins, in the model's order. */
  private wins: string[] = [];

  private constructor(
    private readonly app: TestApplication,
    readonly id: string,
    private readonly number: number,
  ) {}

  static async send(app: TestApplication, number: number): Promise<Life> {
    const lead = await app.must('POST', '/v1/leads', {
      source: 'ads',
      contact: { email: `kim${number}@agreed.example`, country: 'US' },
      clickIds: { gclid: `click-${number}`, metaLeadId: String(1e15 + number) },
      consent: { adUserData: 'granted' },
    });
    return new Life(app, lead.id, number);
  }

  async live(chance: Chance, tick: number): Promise<string> {
    const deed = chance.pick(DEEDS, 'deed', tick, this.number);
    const place = chance.between(0, Math.max(0, this.deals.length - 1), 'deal', tick, this.number);
    const amount = `${chance.between(1, 99, 'amount', tick, this.number)}00.00`;
    const stage = STAGES[chance.between(0, 2, 'stage', tick, this.number)]!;
    if (this.deals.length === 0 && ['win', 'lose', 'keep', 'reopen', 'worth', 'unsay', 'turn'].includes(deed))
      return '';
    const isReported = await this.do(deed, {
      place,
      amount,
      stage,
      closes: chance.of('closes', tick, this.number) < 0.6,
    });
    this.story.push(`${tick}: ${deed} of deal ${place}, ${amount}, ${stage}${isReported ? '' : ' (refused)'}`);
    return isReported ? deed : '';
  }

  /** @returns whether the model and the program, which must agree, accepted it */
  private async do(
    deed: (typeof DEEDS)[number][1],
    {
      place,
      amount,
      stage,
      closes,
    }: { place: number; amount: string; stage: 'open' | 'won' | 'lost'; closes: boolean },
  ): Promise<boolean> {
    const { agreed, id } = this;
    const lead = `/v1/leads/${id}`;
    const deal = `/v1/deals/${this.deals[place]}`;
    const value = { amount, currency: 'EUR' };
    const win = agreed.wins.at(-1);
    const milestone = `${lead}/milestones/${this.wins.at(-1)}`;
    switch (deed) {
      case 'begin': {
        const account = { name: `Account ${this.number}` };
        const refs = { crm: `${this.number}-${this.deals.length}` };
        const may = agreed.begin(amount);
        const made = await this.ask(may, 'POST', '/v1/deals', { name: 'Deal', account, leadId: id, refs, ...value });
        if (may) this.deals.push(made.id);
        return may;
      }
      case 'win':
        return this.isAccepted(agreed.win(place), 'POST', `${deal}/win`);
      case 'lose':
        return this.isAccepted(agreed.lose(place, true), 'POST', `${deal}/lose`, { reason: 'price' });
      case 'keep':
        return this.isAccepted(agreed.lose(place, false), 'POST', `${deal}/lose`, { reason: 'price', lead: 'keep' });
      case 'reopen':
        return this.isAccepted(agreed.reopen(place), 'POST', `${deal}/reopen`);
      case 'worth':
        agreed.worth(place, amount);
        return this.isAccepted(true, 'PATCH', deal, value);
      case 'unsay':
        return this.isAccepted(agreed.unsay(place), 'PATCH', deal, { amount: null, currency: null });
      case 'turn': {
        agreed.worth(place, amount);
        const may = agreed.turn(place, stage, closes);
        const ref = `/v1/deals/by-ref/crm/${this.number}-${place}`;
        const told = { stage, ...value, ...(stage === 'lost' && { lostReason: closes ? 'price' : 'Their own words' }) };
        // A refused request changes nothing, so the amount is sent alone.
        if (!may) await this.isAccepted(true, 'PATCH', deal, value);
        return this.isAccepted(may, 'PUT', ref, told);
      }
      case 'winItself':
        return this.isAccepted(agreed.winItself(closes ? amount : null), 'POST', `${lead}/milestones`, {
          name: 'won',
          ...(closes && { value }),
        });
      case 'revalue':
        return win !== undefined && this.isAccepted(agreed.revalue(win, amount), 'PUT', `${milestone}/value`, value);
      case 'reverse':
        if (win === undefined) return false;
        return this.isAccepted(agreed.reverse(win), 'POST', `${milestone}/reverse`, { reason: 'Cancelled' });
      case 'closeItself':
        return this.isAccepted(agreed.closeItself(closes), 'POST', `${lead}/disposition`, {
          category: 'lost',
          reason: 'no_need',
          deals: closes ? 'lose' : 'keep',
        });
      case 'reopenItself':
        return this.isAccepted(agreed.reopenItself(), 'POST', `${lead}/reopen`, { reason: 'They called' });
      case 'correct': {
        if (agreed.status !== 'lost') return false;
        const answer = await this.app.ask('POST', `${lead}/disposition/correct`, {
          category: 'lost',
          reason: 'no_fit',
        });
        return answer.status === 200;
      }
    }
  }

  private async isAccepted(may: boolean, method: string, path: string, body?: object): Promise<boolean> {
    await this.ask(may, method, path, body);
    return may;
  }

  private async ask(may: boolean, method: string, path: string, body?: object): Promise<Json> {
    const answer = await this.app.ask(method, path, body);
    if (answer.status < 300 !== may || (!may && answer.status !== 409 && answer.status !== 422))
      throw new Error(
        `Expected ${may ? 'that it is done' : 'a refusal'}: ${method} ${path} ${JSON.stringify(body)} → ${answer.status} ${JSON.stringify(answer.body)}\n${this.story.join('\n')}`,
      );
    const { milestones } = await this.app.must('GET', `/v1/leads/${this.id}`);
    this.wins = milestones.filter(({ name }: Json) => name === 'won').map(({ id }: Json) => id);
    // Ids sort in the order in which the wins were reported.
    this.wins.sort();
    return answer.body;
  }

  /** The differences between the program and the model. */
  async wrongs({ google, meta }: Platforms, rows: readonly Json[]): Promise<string[]> {
    const { agreed, id } = this;
    const lead = await this.app.must('GET', `/v1/leads/${id}`);
    const deals: Json[] = await Promise.all(this.deals.map((each) => this.app.must('GET', `/v1/deals/${each}`)));
    const wins = this.wins.map((each) => lead.milestones.find((milestone: Json) => milestone.id === each));
    const standing = agreed.wins.filter(({ stands }) => stands);
    // A platform counts a lead's wins once, and no delivery can say that the remaining win has no value.
    const isWorth = standing.length === 1 && standing[0]!.value !== null;
    const reversed = new Set(rows.filter(({ kind }) => kind === 'reversed').map(({ supersedes }) => supersedes));
    const superseded = new Set(rows.filter(({ kind }) => kind === 'corrected').map(({ supersedes }) => supersedes));
    const firsts = rows.filter(({ kind }) => kind === 'disposed' || kind === 'corrected');
    const standingClosings = firsts.filter((row) => !reversed.has(row.id) && !superseded.has(row.id));
    const key = `${id}.won`;
    const known = meta.timesOf('won', key);
    // Meta accepts no retraction: a win that was sent counts once, even after it is reversed.
    const mayBeKnown = agreed.wins.length > 0 && standing.length === 0 && known === 1;
    const [account] = await Promise.all(
      deals.slice(0, 1).map((deal) => this.app.must('GET', `/v1/accounts/${deal.account.id}`)),
    );
    const said = {
      account: account?.type ?? null,
      lead: [lead.status, lead.cycle],
      deals: deals.map(({ stage, amount }) => [stage, amount]),
      wins: wins.map(({ reversedAt, value }) => (reversedAt === null ? (value?.amount ?? 'no value') : null)),
      dispositions: standingClosings.length,
      counted: google.timesOf('won', key),
      ...(isWorth && { worth: google.valueOf('won', key) }),
      countedByMeta: known,
    };
    const isCustomer = agreed.deals.some(({ stage }) => stage === 'won');
    const must = {
      account: agreed.deals.length === 0 ? null : isCustomer ? 'customer' : 'prospect',
      lead: [agreed.status, agreed.cycle],
      deals: agreed.deals.map(({ stage, amount }) => [stage, amount]),
      wins: agreed.wins.map(({ stands, value }) => (stands ? (value ?? 'no value') : null)),
      dispositions: agreed.closings.filter(({ stands }) => stands).length,
      counted: standing.length > 0 ? 1 : 0,
      ...(isWorth && { worth: Number(standing[0]!.value) }),
      countedByMeta: standing.length > 0 || mayBeKnown ? 1 : 0,
    };
    if (JSON.stringify(said) === JSON.stringify(must)) return [];
    return [`${id}\n${this.story.join('\n')}\nis    ${JSON.stringify(said)}\nmust  ${JSON.stringify(must)}`];
  }
}

/** Sends a platform all its deliveries, batch by batch. */
async function sendAll(app: TestApplication, destination: Json, platform: SimulatedPlatform): Promise<void> {
  for (let round = 0; round < 40; round += 1) {
    await app.feedbackCaughtUp();
    const batch = await app.must('POST', `${DESTINATIONS}/${destination.id}/batches`, { format: 'json' });
    if (batch.batchId === null) return;
    for (const { format, text } of bodiesOf(batch))
      expect(platform.receive({ format, text }, app.time.now(), () => 'takes').filter((each) => each !== null)).toEqual(
        [],
      );
    platform.remember(app.time.now());
    const path = `${DESTINATIONS}/${destination.id}/batches/${batch.batchId}`;
    const { items } = await app.must('POST', `${path}/ack`, {});
    if (items.some(({ state }: Json) => state === 'sent'))
      await app.must('POST', `${path}/outcome`, { accepted: 'all' });
  }
  throw new Error('There is no end of it');
}

async function exported(app: TestApplication): Promise<Json[]> {
  const rows: Json[] = [];
  for (let cursor = ''; ; ) {
    const { data, nextCursor } = await app.feed(`/v1/dispositions?limit=1000${cursor}`);
    if (data.length === 0) return rows;
    rows.push(...data);
    cursor = `&after=${nextCursor}`;
  }
}

it('deals, leads, dispositions, reports and platforms agree in the end, whatever is reported of each', async () => {
  const app = await TestApplication.start();
  try {
    await aDesk(app, ['Ann', 'Bo']);
    const destinationOf = (name: string, platform: Platform, settings: object) =>
      app.must('POST', DESTINATIONS, { name, platform, rules: rulesOf(platform), settings });
    const ofGoogle = await destinationOf('Google Ads', 'googleAds', {
      transport: 'adsApi',
      customerId: '1234567890',
    });
    const ofMeta = await destinationOf('Meta', 'meta', { datasetId: '1122334455' });
    const platforms = { google: new SimulatedPlatform('googleAds'), meta: new SimulatedPlatform('meta') };
    const sendBoth = async () => {
      await sendAll(app, ofGoogle, platforms.google);
      await sendAll(app, ofMeta, platforms.meta);
    };
    const chance = new Chance(`agreement ${SEED}`);
    const lives: Life[] = [];
    for (let number = 0; number < HISTORIES; number += 1) lives.push(await Life.send(app, number));
    const done = new Set<string>();
    await app.moveBy(7 * MS_PER_HOUR);
    for (let tick = 0; tick < TICKS; tick += 1) {
      for (const life of lives) done.add(await life.live(chance, tick));
      // Some actions share one instant, and some are sent before the next.
      if (chance.of('moves', tick) < 0.7) await app.moveBy(chance.between(1, 9, 'hours', tick) * MS_PER_HOUR);
      if (chance.of('tells', tick) < 0.5) await sendBoth();
    }
    for (let day = 0; day < 4; day += 1) {
      await app.moveBy(25 * MS_PER_HOUR);
      await sendBoth();
    }
    const rows = await exported(app);
    const wrongs: string[] = [];
    for (const life of lives)
      wrongs.push(
        ...(await life.wrongs(
          platforms,
          rows.filter(({ leadId }) => leadId === life.id),
        )),
      );
    expect(wrongs.slice(0, 3)).toEqual([]);
    expect([...platforms.google.complaints, ...platforms.meta.complaints]).toEqual([]);
    await app.reportsCaughtUp();
    const { total } = await app.must('GET', '/v1/reports/dispositions?from=2026-01-01&to=2027-01-01');
    const standing = lives.flatMap(({ agreed }) => agreed.wins.filter(({ stands, value }) => stands && value !== null));
    const worth = standing.reduce((sum, { value }) => sum + Number(value), 0);
    expect(Number(total.milestones.won.values.EUR ?? 0)).toBe(worth);
    expect(total.closed).toBe(lives.flatMap(({ agreed }) => agreed.closings.filter(({ stands }) => stands)).length);
    expect(DEEDS.map(([, deed]) => deed).filter((deed) => !done.has(deed))).toEqual([]);
  } finally {
    await app.stop();
  }
});
