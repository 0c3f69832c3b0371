import { BUILT_IN_REASONS } from '../../../src/admin/first-start/built-in.js';
import type { Stage } from '../../../src/feedback/delivery.js';
import { MS_PER_DAY } from '../../../src/platform/values/duration.js';
import type { TestApplication } from '../../support/application.js';
import type { Answer } from '../../support/client.js';
import type { Json } from '../../support/json.js';
import { Deserving } from './deserving.js';
import type { Deed } from './lead-life.js';

/** One reason needs proof of attempts, which no lead here has. */
const REASONS = BUILT_IN_REASONS.filter(({ active, code }) => active && code !== 'unresponsive_after_contact');
const DAYS_AWAY = 3;

/** A lead over HTTP, and what it should count for by what the program accepted. */
export class RealLead {
  readonly deserving = new Deserving();
  isDenied = false;
  readonly story: string[] = [];
  private readonly context: { id: string; name: Stage }[] = [];
  private isWon = false;

  private constructor(
    readonly id: string,
    readonly msclkid: string,
  ) {}

  static async send(app: TestApplication, number: string): Promise<RealLead> {
    const msclkid = `f894f652ea334e739002${number.padStart(12, '0')}`;
    const lead = await app.must('POST', '/v1/leads', {
      source: 'ads',
      contact: { email: `kim${number}@example.com`, country: 'US' },
      clickIds: {
        gclid: `click-${number}`,
        msclkid,
        metaLeadId: `98765432${number.padStart(9, '0')}`,
        liFatId: `df5gf5-${number}`,
        tiktokLeadId: `7412345678${number.padStart(9, '0')}`,
      },
      consent: { adUserData: 'granted' },
    });
    return new RealLead(lead.id, msclkid);
  }

  /** Attempts a deed; an impossible one is refused without consequences. @param n chooses the variant */
  async live(app: TestApplication, deed: Deed, n: number): Promise<boolean> {
    if (this.deserving.isErased) return false;
    const isDone = await this.attempt(app, deed, n);
    if (isDone) this.story.push(`${new Date(app.time.now()).toISOString()} ${deed} ${n}`);
    return isDone;
  }

  private async attempt(app: TestApplication, deed: Deed, n: number): Promise<boolean> {
    const path = `/v1/leads/${this.id}`;
    switch (deed) {
      case 'qualified':
      case 'opportunity':
      case 'won':
        return this.reach(app, deed, n);
      case 'revalue': {
        const milestone = this.context[n % Math.max(1, this.context.length)];
        if (milestone === undefined) return false;
        const value = 10 * (n + 1);
        const body = { amount: `${value}.00`, currency: 'USD' };
        const answer = await app.put(`${path}/milestones/${milestone.id}/value`, body);
        if (isDone(answer)) this.deserving.revalue(milestone.id, value);
        return isDone(answer);
      }
      case 'reverse':
        return this.reverse(app, n);
      case 'dispose':
      case 'correct':
        return this.close(app, deed, n);
      case 'reopen': {
        const answer = await app.post(`${path}/reopen`, { reason: 'A mistake' });
        if (isDone(answer)) this.deserving.open(true);
        if (isDone(answer)) this.isWon = false;
        return isDone(answer);
      }
      case 'askAgain':
        return this.askAgain(app);
      case 'wake':
        // Happens by itself when its time comes.
        return false;
      case 'consent': {
        const adUserData = n % 2 === 0 ? 'denied' : 'granted';
        const answer = await app.ask('PATCH', path, { consent: { adUserData } });
        if (isDone(answer)) this.isDenied = adUserData === 'denied';
        return isDone(answer);
      }
      case 'erase': {
        await app.must('POST', '/v1/erasures', { leadId: this.id, reason: 'Request 17' });
        this.deserving.isErased = true;
        return true;
      }
      default:
        return deed satisfies never;
    }
  }

  private async reach(app: TestApplication, name: 'qualified' | 'opportunity' | 'won', n: number): Promise<boolean> {
    const value = name === 'qualified' ? null : 100 * (n + 1);
    const answer = await app.post(`/v1/leads/${this.id}/milestones`, {
      name,
      ...(value !== null && { value: { amount: `${value}.00`, currency: 'USD' } }),
    });
    if (!isDone(answer)) return false;
    const known = new Set(this.context.map(({ id }) => id));
    const made = answer.body.milestones.findLast((each: Json) => each.name === name && !known.has(each.id));
    this.context.push({ id: made.id, name });
    this.deserving.reach(made.id, name, value);
    if (name === 'won') this.isWon = true;
    return true;
  }

  private async reverse(app: TestApplication, n: number): Promise<boolean> {
    const index = n % Math.max(1, this.context.length);
    const milestone = this.context[index];
    if (milestone === undefined) return false;
    const path = `/v1/leads/${this.id}/milestones/${milestone.id}/reverse`;
    const answer = await app.post(path, { reason: 'Cancelled' });
    if (!isDone(answer)) return false;
    this.context.splice(index, 1);
    this.deserving.reverse(milestone.id);
    // Without its win the lead is open again.
    if (this.isWon && answer.body.status === 'open') {
      this.deserving.open(true);
      this.isWon = false;
    }
    return true;
  }

  private async close(app: TestApplication, verb: 'dispose' | 'correct', n: number): Promise<boolean> {
    const { code, category } = REASONS[n % REASONS.length]!;
    const wakeAt = new Date(app.time.now() + DAYS_AWAY * MS_PER_DAY).toISOString();
    const fields = {
      ...(category === 'nurture' && { wakeAt }),
      ...(category === 'recycle' && { recycleAfter: `P${DAYS_AWAY}D` }),
    };
    const path = `/v1/leads/${this.id}/disposition${verb === 'correct' ? '/correct' : ''}`;
    const answer = await app.post(path, { category, reason: code, fields });
    // A repeated disposition is answered, and changes nothing.
    const isNew = isDone(answer) && (verb === 'dispose' || this.deserving.lastReason !== code);
    if (isNew) this.deserving[verb === 'dispose' ? 'close' : 'correct'](code);
    return isNew;
  }

  private async askAgain(app: TestApplication): Promise<boolean> {
    const path = `/v1/leads/${this.id}`;
    const before = await app.must('GET', path);
    const answer = await app.post(`${path}/touches`, { kind: 'email', direction: 'inbound', outcome: 'replied' });
    if (!isDone(answer) || before.status === 'open') return false;
    const hasComeBack = (await app.must('GET', path)).status === 'open';
    if (hasComeBack) this.deserving.open(false);
    return hasComeBack;
  }
}

function isDone({ status, body }: Answer): boolean {
  if (status >= 500 || status === 404 || status === 400) throw new Error(`${status} ${JSON.stringify(body)}`);
  return status < 300;
}
