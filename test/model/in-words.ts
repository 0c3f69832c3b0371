import type { ModelLead } from './model-lead.js';
import type { Clock } from './promise.js';
import { type Consent, REPS } from './story.js';

/** The visible state of a lead at one moment. */
export interface VisibleLead {
  readonly lead: string;
  readonly status: string;
  readonly cycle: number;
  /** The stages of its deals, or null if it has none. */
  readonly deal: string | null;
  readonly owner: string;
  readonly work: string;
  readonly consent: Consent;
  /** How many forms and leads have joined it. */
  readonly joined: number;
  readonly clocks: readonly string[];
}

export interface ClockSeen {
  readonly kind: string;
  readonly step: number | null;
  readonly rep: string | null;
  readonly state: string;
  readonly start: number;
  readonly opens: number | null;
  readonly due: number | null;
  readonly metAt: number | null;
  readonly breachedAt: number | null;
  readonly endReason: string | null;
}

/** The stages of deals, whose order the API does not promise. */
export function dealsInWords(deals: readonly { readonly stage: string }[]): string {
  return deals
    .map(({ stage }) => stage)
    .sort()
    .join(', ');
}

/** A clock in one line, in the same form for the model and the engine. */
export function clockInWords({ kind, step, rep, state, endReason, ...instants }: ClockSeen): string {
  const told = Object.entries(instants).map(([name, at]) => (at === null ? '' : ` ${name} ${instant(at)}`));
  return `${kind}${step ?? ''} ${rep ?? 'company'} ${state}${endReason === null ? '' : ` (${endReason})`}${told.join('')}`;
}

export function instant(at: number): string {
  if (!Number.isFinite(at)) return 'never';
  const [day, , , , time] = new Date(at).toUTCString().replace(',', '').split(' ');
  return `${day} ${new Date(at).getUTCDate()} ${time}.${String(new Date(at).getUTCMilliseconds()).padStart(3, '0')}`;
}

/** A clock of the model in one line. */
export function clockOf(clock: Clock, lead: ModelLead): string {
  const { kind, step, rep, state, start, metAt, breachedAt, endReason, paused } = clock;
  const { opens, due } = lead.windowOf(clock);
  return clockInWords({
    kind,
    step,
    rep: rep === null ? null : REPS[rep]!,
    state: paused === null ? state : 'paused',
    start,
    opens,
    due,
    metAt,
    breachedAt,
    endReason,
  });
}
