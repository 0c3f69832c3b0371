import { BUILT_IN_REASONS } from '../../../src/admin/first-start/built-in.js';
import type { Stage } from '../../../src/feedback/delivery.js';
import { type LeadEvent, leadEventOf } from '../../../src/feedback/planning/lead-event.js';
import type { LeadStory } from '../../../src/feedback/planning/lead-story.js';
import { MS_PER_DAY, toIso } from '../../../src/platform/values/duration.js';
import { MAYA } from '../maya.js';
import { Deserving, type RuleFor } from './deserving.js';

export const START = Date.parse('2026-03-02T15:00:00Z');
const REASONS = BUILT_IN_REASONS.filter(({ active }) => active);

export const DEEDS = [
  'qualified',
  'opportunity',
  'won',
  'revalue',
  'reverse',
  'dispose',
  'correct',
  'reopen',
  'askAgain',
  'wake',
  'consent',
  'erase',
] as const;
export type Deed = (typeof DEEDS)[number];

/** A form joins the lead, another lead is merged into it and leaves it again, or it is merged itself and comes back. */
export const DEEDS_OF_FORMS = ['join', 'mergeIn', 'unmerge', 'giveAway', 'takeHome'] as const;
export type DeedOfForms = (typeof DEEDS_OF_FORMS)[number];

/** A lead that allows only what the program allows: impossible deeds are skipped. */
export class LeadLife {
  now = START;
  readonly deserving: Deserving;
  protected readonly reached: { readonly name: Stage; readonly at: number }[] = [];
  protected readonly events: LeadEvent[] = [];
  protected lead: LeadStory['lead'] = {
    ...MAYA,
    createdAt: START,
    receivedAt: START,
    source: 'ads',
    test: false,
    cycle: 1,
    clickIds: { ...MAYA.clickIds!, clickedAt: toIso(START - 5_000) },
  };
  private status: 'open' | 'nurturing' | 'recycled' | 'suppressed' | 'lost' | 'won' | 'merged' = 'open';
  private readonly context: { id: string; name: Stage }[] = [];
  private closedAt = 0;
  /** The inquiries of leads that are merged into this one. */
  private readonly merged: string[] = [];

  /** @param hasClick whether the first form has a click */
  constructor(rules: readonly RuleFor[] = [], hasClick = true) {
    this.deserving = new Deserving(rules);
    if (!hasClick) this.lead = { ...this.lead, clickIds: null };
    this.send('lead.received', {});
  }

  /** Whether a form of the lead has a click that was not withdrawn. */
  protected get isKnown(): boolean {
    return this.lead.clickIds !== null || this.lead.inquiries.some(({ isWithdrawn }) => !isWithdrawn);
  }

  protected live(deed: Deed | DeedOfForms, n: number): void {
    if (this.deserving.isErased) return;
    switch (deed) {
      case 'qualified':
      case 'opportunity':
      case 'won':
        this.reach(deed, n);
        break;
      case 'revalue':
        this.revalue(n);
        break;
      case 'reverse':
        this.reverse(n);
        break;
      case 'dispose':
      case 'correct':
        this.close(deed, n);
        break;
      case 'reopen':
        if (this.status !== 'open' && this.status !== 'merged') this.open('lead.reopened', true);
        break;
      case 'askAgain':
        if (['nurturing', 'recycled', 'lost'].includes(this.status)) this.open('lead.reopened', false);
        break;
      case 'wake':
        if (['nurturing', 'recycled'].includes(this.status)) this.open('lead.woken', false);
        break;
      case 'consent':
        this.lead = { ...this.lead, consent: { adUserData: n % 2 === 0 ? 'denied' : 'granted' } };
        this.send('lead.updated', { fields: ['consent.adUserData'] });
        break;
      case 'erase':
        this.deserving.isErased = true;
        this.lead = {
          ...this.lead,
          clickIds: null,
          inquiries: this.lead.inquiries.map((each) => ({ ...each, clickIds: {} })),
          contact: {},
          consent: null,
          company: null,
        };
        this.send('lead.erased', {});
        break;
      case 'join':
        if (this.status === 'open') this.send('lead.inquired', { inquiryId: this.add(n, false) });
        break;
      case 'mergeIn':
        if (this.status === 'open')
          this.send('lead.merged', { inquiryId: this.add(n, true), mergedLeadId: 'another lead' });
        break;
      case 'unmerge':
        this.unmerge(n);
        break;
      case 'giveAway':
        if (this.status !== 'open') return;
        this.deserving.close('merged');
        this.status = 'merged';
        this.send('lead.disposed', { category: 'suppress', reason: 'duplicate', intent: 'duplicate' });
        this.send('lead.merged', { inquiryId: 'of another lead', intoLeadId: 'another lead' });
        break;
      case 'takeHome':
        if (this.status !== 'merged') return;
        this.send('lead.unmerged', { inquiryId: 'of another lead', intoLeadId: 'another lead' });
        this.open('lead.reopened', true);
        break;
      default:
        deed satisfies never;
    }
  }

  /** Adds a form that has a click of its own. A merged lead may have been sent before the lead that stays. */
  private add(n: number, isMerged: boolean): string {
    const id = `inquiry ${this.lead.inquiries.length}`;
    const { gclid, msclkid, metaLeadId, linkedinLeadId, tiktokLeadId } = MAYA.clickIds!;
    const own = String(this.lead.inquiries.length).padStart(2, '0');
    const clickIds = {
      gclid: `${gclid}-${own}`,
      msclkid: `${msclkid!.slice(0, -2)}${own}`,
      metaLeadId: `${metaLeadId!.slice(0, -2)}${own}`,
      linkedinLeadId: `${linkedinLeadId}-${own}`,
      tiktokLeadId: `${tiktokLeadId!.slice(0, -2)}${own}`,
    };
    const createdAt = isMerged && n % 3 === 0 ? START - MS_PER_DAY : this.now;
    const clickedAt = n % 2 === 0 ? {} : { clickedAt: toIso(createdAt - 5_000) };
    const form = { id, clickIds: { ...clickIds, ...clickedAt }, createdAt, isWithdrawn: false };
    this.lead = { ...this.lead, inquiries: [...this.lead.inquiries, form] };
    if (isMerged) this.merged.push(id);
    return id;
  }

  private unmerge(n: number): void {
    const [id] = this.merged.splice(n % Math.max(1, this.merged.length), 1);
    if (id === undefined) return;
    const inquiries = this.lead.inquiries.map((each) => (each.id === id ? { ...each, isWithdrawn: true } : each));
    this.lead = { ...this.lead, inquiries };
    this.send('lead.unmerged', { inquiryId: id, mergedLeadId: 'another lead' });
  }

  private reach(name: 'qualified' | 'opportunity' | 'won', n: number): void {
    if (this.status !== 'open') return;
    const id = `milestone ${this.events.length}`;
    const value = name === 'qualified' ? null : 100 * (n + 1);
    this.context.push({ id, name });
    this.reached.push({ name, at: this.now });
    this.deserving.reach(id, name, value);
    const worth = value === null ? {} : { value: { amount: `${value}.00`, currency: 'USD' } };
    // Some have the instant of the lead itself, so two milestones of a stage may have the same.
    const occurredAt = toIso(n % 5 === 1 ? START : this.now);
    this.send('lead.milestone', { milestoneId: id, name, occurredAt, ...worth });
    if (name === 'won') this.status = 'won';
  }

  private revalue(n: number): void {
    const milestone = this.context[n % Math.max(1, this.context.length)];
    if (milestone === undefined) return;
    const { id, name } = milestone;
    const value = 10 * (n + 1);
    this.deserving.revalue(id, value);
    const worth = { amount: `${value}.00`, currency: 'USD' };
    this.send('lead.milestoneRevalued', { milestoneId: id, name, value: worth });
  }

  private reverse(n: number): void {
    const [milestone] = this.context.splice(n % Math.max(1, this.context.length), 1);
    if (milestone === undefined) return;
    const { id, name } = milestone;
    this.deserving.reverse(id);
    this.send('lead.milestoneReversed', { milestoneId: id, name });
    const endsWin = name === 'won' && this.status === 'won' && !this.context.some((each) => each.name === 'won');
    if (endsWin) this.open('lead.reopened', true);
  }

  private close(verb: 'dispose' | 'correct', n: number): void {
    if ((verb === 'dispose') !== (this.status === 'open') || this.status === 'won' || this.status === 'merged') return;
    if (verb === 'correct' && this.now > this.closedAt + MS_PER_DAY) return;
    const { code, category, intent } = REASONS[n % REASONS.length]!;
    if (verb === 'dispose') this.closedAt = this.now;
    this.deserving[verb === 'dispose' ? 'close' : 'correct'](code);
    const states = { nurture: 'nurturing', recycle: 'recycled', suppress: 'suppressed', lost: 'lost' } as const;
    this.status = states[category];
    this.send(verb === 'dispose' ? 'lead.disposed' : 'lead.corrected', { category, reason: code, intent });
  }

  private open(type: 'lead.reopened' | 'lead.woken', isMistake: boolean): void {
    this.status = 'open';
    this.deserving.open(isMistake);
    this.send(type, type === 'lead.woken' ? {} : { by: isMistake ? 'person' : 'contact' });
  }

  private send(type: string, data: Record<string, unknown>): void {
    const event = { type, occurredAt: this.now, subjectSeq: this.events.length + 1, data };
    this.events.push(leadEventOf(event as never));
  }
}
