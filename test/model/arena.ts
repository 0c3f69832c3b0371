import type { NextClock } from '../../src/clocks/clock.js';
import { DueClockStore } from '../../src/clocks/due-clocks.store.js';
import { Chance } from '../../src/demo/random.js';
import { Database } from '../../src/platform/sql/database.js';
import { TestApplication } from '../support/application.js';
import { requireWholeAt } from '../support/invariants.js';
import { Desk } from './desk.js';
import type { VisibleLead } from './in-words.js';
import type { PlayedStory } from './judging.js';
import { Play } from './playing.js';
import type { Moment, Story, Sweep } from './story.js';
import { requireAllTold } from './telling.js';
import { HOUR, MINUTE } from './working-hours.js';

/** A Monday. */
const BEGIN = Date.parse('2026-03-02T00:00:00.000Z');
const WEEK = 7 * 24 * HOUR;
const SWEEPERS: readonly Sweep['by'][] = ['one', 'other', 'both'];

/** How promptly the engine sweeps: at once, late or not at all, for a while each. */
const REGIMES = ['prompt', 'prompt', 'late', 'never'] as const;
const REGIME_MS = 90 * MINUTE;

/** Acts that change the configuration. Each makes the engine check the absences of all desks. */
const CHANGES: ReadonlySet<string> = new Set(['away', 'hours', 'policy', 'hold', 'release']);

interface Begun {
  readonly story: Story;
  readonly play: Play;
  readonly played: PlayedStory;
}

/** Two nodes on one database, with independent desks at which stories are played in parallel. */
export class Arena {
  private base = BEGIN;
  private swept = 0;
  private changed = 0;
  private last: readonly Begun[] = [];

  private constructor(
    private readonly nodes: readonly [TestApplication, TestApplication],
    private readonly desks: readonly Desk[],
  ) {}

  static async open(size: number): Promise<Arena> {
    const one = await TestApplication.start(new Date(BEGIN - WEEK).toISOString());
    const other = await TestApplication.start(new Date(BEGIN - WEEK).toISOString(), { database: one.database });
    const settings = await one.must('GET', '/v1/settings');
    await one.must('PUT', '/v1/settings', { ...settings, stormBreaker: null });
    const desks: Desk[] = [];
    for (let number = 1; number <= size; number += 1) desks.push(await Desk.make(one, number));
    const rules = desks.flatMap((desk) => desk.rules);
    await one.must('PUT', '/v1/routing', { rules, fallback: {} });
    return new Arena([one, other], desks);
  }

  async close(): Promise<void> {
    const [one, other] = this.nodes;
    await other.application.close();
    await one.stop();
  }

  /**
   * Plays stories in parallel.
   * @param chance decides when to sweep; null: only the sweeps in the stories
   */
  async play(stories: readonly Story[], chance: Chance | null): Promise<PlayedStory[]> {
    this.base += WEEK * 3;
    await this.moveTo(this.base);
    await this.sweep('one');
    const begun: Begun[] = [];
    for (const [place, story] of stories.entries()) {
      const desk = this.desks[place]!;
      await desk.begin(this.nodes[0], story);
      begun.push({ story, play: new Play(desk), played: { story, base: this.base, lived: [], timelines: new Map() } });
    }
    const moments = begun.flatMap(({ story }, place) => story.moments.map((moment) => ({ moment, place })));
    moments.sort((a, b) => a.moment.at - b.moment.at);
    for (const [number, { moment, place }] of moments.entries()) {
      if (chance !== null) await this.sweepUntil(this.base + moment.at, begun, chance);
      await this.moveTo(this.base + moment.at);
      await this.live(moment, begun[place]!, number, begun);
    }
    this.last = begun;
    for (const { play, played } of begun) played.timelines = await play.timelines(this.nodes[0]);
    await requireWholeAt(this.nodes[0].database.url);
    await this.tellAll();
    await requireAllTold(this.nodes[0], this.base);
    return begun.map(({ played }) => played);
  }

  async seeLast(): Promise<VisibleLead[]> {
    const seen: VisibleLead[] = [];
    for (const { play } of this.last) seen.push(...(await play.see(this.nodes[0], { do: 'release' })));
    return seen;
  }

  private async live(moment: Moment, { play, played }: Begun, number: number, all: readonly Begun[]): Promise<void> {
    if (moment.do === 'sweep') {
      if (moment.by === 'change') await this.changeSomething();
      else await this.sweep(moment.by);
      played.lived.push({ moment });
      return;
    }
    const node = this.nodes[number % 2]!;
    const isDone = await play.act(node, moment, this.base + moment.at);
    if (isDone && CHANGES.has(moment.do))
      for (const { played: other } of all)
        if (other !== played) other.lived.push({ moment: { at: moment.at, do: 'sweep', by: 'change' } });
    // The timelines show everything in the end, so every third look is enough if several stories are played.
    const looks = all.length === 1 || number % 3 === 0 || moment.do === 'close';
    played.lived.push({ moment, isDone, seen: looks ? await play.see(node, moment) : null });
  }

  /** Sweeps what is due by an instant, or not, as chance decides. */
  private async sweepUntil(end: number, begun: readonly Begun[], chance: Chance): Promise<void> {
    const { time } = this.nodes[0];
    for (;;) {
      const next = await this.nextDue();
      if (next === null || next > end) return;
      this.swept += 1;
      const regime = REGIMES[chance.between(0, REGIMES.length - 1, Math.floor(time.now() / REGIME_MS))]!;
      if (regime === 'never' && end - next < REGIME_MS) return;
      const late = regime === 'prompt' ? 0 : chance.between(0, 20, this.swept) * MINUTE;
      const at = Math.max(next + late, time.now());
      // An act at the same instant comes before the sweep as often as after it.
      if (at > end || (at === end && chance.between(0, 1, this.swept, 'last') === 0)) return;
      // If an absence begins, only one node sweeps: with two, the absence and the due clocks have no defined order.
      const by = (await this.isAnybodyGoing(at)) ? 'one' : SWEEPERS[chance.between(0, 2, -this.swept)]!;
      await this.moveTo(at);
      await this.sweep(by);
      for (const { played } of begun) played.lived.push({ moment: { at: at - this.base, do: 'sweep', by } });
    }
  }

  /** Changes the configuration in a way that does not affect any desk. */
  private async changeSomething(): Promise<void> {
    this.changed += 1;
    await this.nodes[0].must('POST', '/v1/teams', { name: `Team ${this.changed}` });
  }

  private async nextDue(): Promise<number | null> {
    const [next] = await this.readNext();
    return next?.at ?? null;
  }

  private async isAnybodyGoing(by: number): Promise<boolean> {
    return (await this.readNext()).some(({ kind, at }) => at <= by && kind.startsWith('absence'));
  }

  private readNext(): Promise<NextClock[]> {
    const { app } = this.nodes[0].application;
    return app.get(DueClockStore).readNext(app.get(Database).engine);
  }

  private async sweep(by: Sweep['by']): Promise<void> {
    const [one, other] = this.nodes;
    const sweepers = by === 'both' ? [one, other] : [by === 'one' ? one : other];
    // A node may leave work to the other, so both settle until none is due.
    for (;;) {
      const next = await Promise.all(sweepers.map((node) => node.settle()));
      if (next.every((at) => at === null || at > one.time.now())) return;
    }
  }

  /** Tells what acts have brought, also those that go on. */
  private async tellAll(): Promise<void> {
    await this.moveTo(this.nodes[0].time.now() + HOUR);
    await this.nodes[0].tellOfActs();
  }

  private async moveTo(at: number): Promise<void> {
    for (const { time } of this.nodes) time.moveTo(at);
  }
}
