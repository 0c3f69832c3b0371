import type { SteppedTime } from '../../platform/running/time-source.js';
import { type Instant, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, toIso } from '../../platform/values/duration.js';
import { UnexpectedAnswerError } from '../api-client.js';
import { Agenda } from '../arrivals.js';
import type { DemoPlayer, Organisation } from '../founding.js';
import { onGrid, settleDue } from '../play.js';
import type { Chance } from '../random.js';
import {
  BLOCKERS,
  bodyOf,
  type DemoDeal,
  deliveredForm,
  EXCEPTION_REASONS,
  formOf,
  QUESTIONS,
  withoutRest,
} from './deals.js';
import type { Parties, Party } from './parties.js';

/** Work takes hours here, so a grid of 15 minutes is exact enough, at a third of the cost. */
const GRID_MS = 15 * MS_PER_MINUTE;
/** The status with which the API refuses a win whose form is incomplete. */
const CONFLICT = 409;

interface MonthParts {
  readonly organisation: Organisation;
  readonly parties: Parties;
  readonly deals: readonly DemoDeal[];
  readonly time: SteppedTime;
  readonly settle: () => Promise<Instant | null>;
  readonly chance: Chance;
  readonly endsAt: Instant;
}

interface Handoff {
  readonly id: string;
  readonly questions: readonly { readonly id: string; readonly answer: string | null }[];
  readonly blockers: readonly { readonly id: string; readonly resolvedAt: string | null }[];
}

type Worker = Pick<Party, 'api' | 'working'> & { readonly id: string };

/** Plays the first month of the won deals: people act in their working hours, and the engine settles in between. */
export class Month {
  private readonly agenda = new Agenda<() => Promise<void>>();
  refusedWins = 0;

  constructor(private readonly parts: MonthParts) {
    for (const deal of parts.deals) {
      const owner = this.ownerOf(deal);
      this.after(owner, this.chance('signs', deal, 1, 64), () => this.open(deal, owner));
    }
  }

  async run(): Promise<void> {
    const { time, endsAt } = this.parts;
    let due = await settleDue(this.parts);
    for (;;) {
      const next = onGrid(Math.min(this.agenda.nextAt ?? endsAt, due ?? endsAt), GRID_MS);
      if (next >= endsAt) break;
      time.moveTo(Math.max(next, time.now()));
      // Acts one at a time, so that every run is the same.
      for (const act of this.agenda.take(time.now())) await act();
      due = await settleDue(this.parts);
    }
    time.moveTo(endsAt);
    await settleDue(this.parts);
  }

  private async open(deal: DemoDeal, owner: DemoPlayer): Promise<void> {
    const { handoff, id } = await this.crm<WonDeal>(deal, bodyOf(deal));
    const path = `/v1/handoffs/${handoff!.id}`;
    const form = formOf(deal, this.parts.chance);
    const win = `/v1/deals/${id}/win`;
    if (deal.way === 'inCrm') {
      // The CRM does not require the form, so the owner owes it after the win.
      this.after(owner, this.chance('won', deal, 1, 8), () => this.crm(deal, { stage: 'won' }).then(() => undefined));
      const isLate = this.parts.chance.of('owed', deal.number) >= owner.rep.temper.quick;
      this.after(owner, this.chance('owed', deal, isLate ? 20 : 9, isLate ? 30 : 15), async () => {
        await owner.api.patch(`${path}/form`, form);
        this.receive(deal, owner, path);
      });
      return;
    }
    this.after(owner, this.chance('fills', deal, 1, 6), () =>
      owner.api.patch(`${path}/form`, deal.way === 'complete' ? form : withoutRest(form)),
    );
    this.after(owner, this.chance('wins', deal, 7, 12), async () => {
      if (deal.way === 'complete') await owner.api.post(win, {});
      else await this.winByException(deal, owner, { win, path, form });
      this.receive(deal, owner, path);
    });
  }

  /** Tries to win with an incomplete form, which the API refuses, and then by an exception that a decider grants. */
  private async winByException(
    deal: DemoDeal,
    owner: DemoPlayer,
    { win, path, form }: { readonly win: string; readonly path: string; readonly form: object },
  ): Promise<void> {
    const { chance, parties, time } = this.parts;
    try {
      await owner.api.post(win, {});
    } catch (error) {
      if (!(error instanceof UnexpectedAnswerError) || error.status !== CONFLICT) throw error;
      this.refusedWins += 1;
    }
    const [first, second] = parties.deciders;
    const completeBy = time.now() + 3 * MS_PER_DAY;
    const reason = chance.pick(
      EXCEPTION_REASONS.map((each) => [1, each] as const),
      'why',
      deal.number,
    );
    const deciderRepId = owner.id === first ? second : first;
    await owner.api.post(win, { exception: { deciderRepId, reason, completeBy: toIso(completeBy) } });
    const isLate = chance.of('completes', deal.number) >= owner.rep.temper.quick;
    this.after(owner, this.chance('completes', deal, isLate ? 26 : 4, isLate ? 34 : 12), () =>
      owner.api.patch(`${path}/form`, form),
    );
  }

  /** Plans the work of the receivers once the handoff has reached them. */
  private receive(deal: DemoDeal, owner: DemoPlayer, path: string): void {
    const { chance, parties } = this.parts;
    const [lead, colleague] = parties.onboarding;
    const onboarding = deal.number % 3 === 2 ? colleague : lead;
    this.after(onboarding, this.hoursOf(onboarding, deal, 'accepts', [0.5, 3], [5, 9]), () =>
      this.onboard(deal, owner, onboarding, path),
    );
    const { finance } = parties;
    this.after(finance, this.hoursOf(finance, deal, 'invoices', [2, 7], [10, 18]), () =>
      this.invoice(deal, owner, path),
    );
    if (chance.of('tells', deal.number) >= owner.rep.temper.never)
      this.after(owner, this.hoursOf({ temper: owner.rep.temper }, deal, 'tells', [1, 6], [10, 14]), () =>
        owner.api.post(`${path}/told`, { note: 'By mail: who looks after you, and when the kickoff is' }),
      );
  }

  private async onboard(deal: DemoDeal, owner: DemoPlayer, by: Party, path: string): Promise<void> {
    const { chance } = this.parts;
    const receiver = `${path}/receivers/Onboarding`;
    const accept = async () => {
      await by.api.post(`${receiver}/accept`, {});
      this.work(deal, owner, by, path);
    };
    const what = chance.of('onboards', deal.number);
    if (what < 0.2) {
      await by.api.post(`${receiver}/return`, {
        missing: ['/scope/goLive'],
        note: 'The first of July is in their stocktaking: which day can it be?',
      });
      this.after(owner, this.hoursOf({ temper: owner.rep.temper }, deal, 'redoes', [1, 5], [10, 16]), async () => {
        await owner.api.patch(`${path}/form`, { scope: { goLive: '2026-07-08' } });
        this.after(by, this.chance('again', deal, 1, 3), accept);
      });
    } else if (what < 0.55) {
      const { text, answer } = QUESTIONS[deal.number % QUESTIONS.length]!;
      const { questions } = await by.api.post<Handoff>(`${path}/questions`, { text });
      const { id } = questions.find((each) => each.answer === null)!;
      await accept();
      this.after(owner, this.hoursOf({ temper: owner.rep.temper }, deal, 'answers', [0.5, 3], [6, 12]), () =>
        owner.api.post(`${path}/questions/${id}/answer`, {
          text: answer,
          ...(chance.of('amends', deal.number) < 0.5 && { amend: { kickoff: { waitsFor: answer } } }),
        }),
      );
    } else await accept();
  }

  /** Plans the setup by onboarding, with a blocker for a quarter of the deals. */
  private work(deal: DemoDeal, owner: DemoPlayer, by: Party, path: string): void {
    const { chance, time } = this.parts;
    const isBlocked = chance.of('blocked', deal.number) < 0.25;
    if (isBlocked)
      this.after(by, this.chance('blocked', deal, 2, 8), async () => {
        const { text, lesson } = BLOCKERS[deal.number % BLOCKERS.length]!;
        const dueAt = toIso(time.now() + 3 * MS_PER_DAY);
        const { blockers } = await by.api.post<Handoff>(`${path}/blockers`, { text, ownerRepId: owner.id, dueAt });
        const { id } = blockers.find(({ resolvedAt }) => resolvedAt === null)!;
        this.after(by, this.chance('unblocked', deal, 6, 20), () =>
          by.api.post(`${path}/blockers/${id}/resolve`, { lesson }),
        );
      });
    const [from, to] = isBlocked ? [40, 62] : [16, 44];
    this.after(by, this.chance('sets up', deal, from, to), async () => {
      await this.finish(by, `${path}/receivers/Onboarding`);
      if (chance.of('delivers', deal.number) < 0.5)
        this.after(by, this.chance('delivers', deal, 8, 24), () => this.deliver(deal));
    });
  }

  private async invoice(deal: DemoDeal, owner: DemoPlayer, path: string): Promise<void> {
    const { chance, parties } = this.parts;
    const { finance } = parties;
    const receiver = `${path}/receivers/Finance`;
    const accept = async () => {
      await finance.api.post(`${receiver}/accept`, {});
      this.after(finance, this.hoursOf(finance, deal, 'enters', [3, 14], [24, 32]), () =>
        this.finish(finance, receiver),
      );
    };
    if (chance.of('order', deal.number) >= 0.3) return accept();
    await finance.api.post(`${receiver}/return`, {
      missing: ['/billing/reference'],
      note: 'Their accounts pay nothing without the number of a purchase order.',
    });
    this.after(owner, this.hoursOf({ temper: owner.rep.temper }, deal, 'orders', [2, 6], [12, 20]), async () => {
      await owner.api.patch(`${path}/form`, { billing: { reference: `PO-${4_100 + deal.number}` } });
      this.after(finance, this.chance('again', deal, 1, 6), accept);
    });
  }

  /** The delivery is complete: onboarding reports to finance what was delivered, so that it is invoiced. */
  private async deliver(deal: DemoDeal): Promise<void> {
    const { parties, organisation, time } = this.parts;
    const { finance } = parties;
    const [lead] = parties.onboarding;
    const { id } = await this.crm<WonDeal>(deal, {});
    const { handoffs } = await organisation.crm.post<{ handoffs: { id: string }[] }>(`/v1/deals/${id}/events`, {
      name: 'delivery.completed',
    });
    const path = `/v1/handoffs/${handoffs[0]!.id}`;
    this.after(lead, this.chance('tells', deal, 1, 9), async () => {
      await lead.api.patch(`${path}/form`, deliveredForm(deal, toIso(time.now()).slice(0, 10)));
      const receiver = `${path}/receivers/Finance`;
      this.after(finance, this.hoursOf(finance, deal, 'looks', [2, 7], [10, 14]), async () => {
        await finance.api.post(`${receiver}/accept`, {});
        this.after(finance, this.chance('bills', deal, 2, 12), () => this.finish(finance, receiver));
      });
    });
  }

  private async finish(by: Party, receiver: string): Promise<void> {
    const path = receiver.slice(0, receiver.indexOf('/receivers/'));
    const { receivers } = await by.api.get<{ receivers: { name: string; checklist: object[] }[] }>(path);
    const { checklist } = receivers.find(({ name }) => receiver.endsWith(`/${name}`))!;
    await by.api.put(`${receiver}/checklist`, { done: checklist.map((_, place) => place) });
    await by.api.post(`${receiver}/done`, {});
  }

  private crm<T>({ number }: DemoDeal, body: object): Promise<T> {
    return this.parts.organisation.crm.put<T>(`/v1/deals/by-ref/crm/${number + 1}`, body);
  }

  private ownerOf({ ownerId }: DemoDeal): DemoPlayer {
    return this.parts.organisation.players.get(ownerId)!;
  }

  private chance(purpose: string, { number }: DemoDeal, from: number, to: number): number {
    return from + this.parts.chance.of(purpose, number, 'hours') * (to - from);
  }

  private hoursOf(
    { temper }: Pick<Party, 'temper'>,
    deal: DemoDeal,
    purpose: string,
    quick: readonly [number, number],
    late: readonly [number, number],
  ): number {
    const isQuick = this.parts.chance.of(purpose, deal.number) < temper.quick;
    return this.chance(purpose, deal, ...(isQuick ? quick : late));
  }

  private after({ working }: Pick<Worker, 'working'>, hours: number, act: () => Promise<unknown>): void {
    const at = working.deadline(this.parts.time.now(), { days: 0, ms: Math.floor(hours * MS_PER_HOUR) });
    this.agenda.plan(onGrid(at, GRID_MS), async () => void (await act()));
  }
}

interface WonDeal {
  readonly id: string;
  readonly handoff: { readonly id: string } | null;
}
