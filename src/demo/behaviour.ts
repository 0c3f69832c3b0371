import { type Instant, MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/values/duration.js';
import type { SimulatedOutcome } from './mapping.js';
import { REASON } from './organisation.js';
import type { Chance } from './random.js';
import type { Temper } from './staff.js';

/** Returns the working time until a rep's first answer, or null if they never answer. */
export function answerAfterMs(temper: Temper, chance: Chance, ...key: readonly (string | number)[]): number | null {
  const manner = chance.pick(
    [
      [temper.quick, 'quick'],
      [temper.late, 'late'],
      [temper.never, 'never'],
    ] as const,
    'manner',
    ...key,
  );
  if (manner === 'never') return null;
  // Squaring the random number favours short times: few answers take very long.
  const share = chance.of('answer', ...key) ** 2;
  return manner === 'quick'
    ? 20 * MS_PER_SECOND + share * 4 * MS_PER_MINUTE
    : 6 * MS_PER_MINUTE + share * 3 * MS_PER_HOUR;
}

type Milestone = 'qualified' | 'opportunity' | 'won';

export type Step =
  | {
      readonly kind: 'touch';
      readonly by: 'call' | 'email' | 'chat';
      readonly outcome: 'noAnswer' | 'voicemail' | 'sent' | 'connected' | 'replied' | 'wrongNumber' | 'bounced';
      /** Delay after which the phone system reports the touch; 0 for at once. */
      readonly reportedAfterMs: number;
    }
  | { readonly kind: 'milestone'; readonly name: Milestone }
  | {
      readonly kind: 'close';
      readonly category: 'nurture' | 'recycle' | 'suppress' | 'lost';
      readonly reason: string;
      readonly note?: string;
      readonly fields?: Readonly<Record<string, string>>;
      readonly wakesAfterMs?: number;
    };

export interface Prospect {
  readonly number: number;
  readonly cycle: number;
  /** The outcome that the file gives for the lead's first cycle. */
  readonly outcome: SimulatedOutcome | undefined;
  readonly channel: string | undefined;
  readonly mayCall: boolean;
}

/** Returns the steps that a rep takes with a lead, in order, as long as it stays open and theirs. */
export function scriptOf(prospect: Prospect, chance: Chance): Step[] {
  const key = [prospect.number, prospect.cycle] as const;
  const end =
    prospect.cycle === 1 && prospect.outcome !== undefined ? prospect.outcome : outcomeByChance(prospect, chance);
  if (end.kind === 'recycle')
    return [...inVain(prospect, chance.between(2, 3, 'tries', ...key), chance), closing(end, prospect, chance)];
  if (end.kind === 'suppress' && end.reason === 'invalid_contact') {
    const touch: Step = prospect.mayCall
      ? { kind: 'touch', by: 'call', outcome: 'wrongNumber', reportedAfterMs: 0 }
      : { kind: 'touch', by: 'email', outcome: 'bounced', reportedAfterMs: 0 };
    return [touch, closing(end, prospect, chance)];
  }
  return [
    ...inVain(
      prospect,
      chance.pick(
        [
          [6, 0],
          [3, 1],
          [1, 2],
        ],
        'tries',
        ...key,
      ),
      chance,
    ),
    contact(prospect, chance),
    ...endingIn(end, prospect, chance),
  ];
}

/** Returns the working time that a rep waits before any step but the first. */
export function pauseMs(step: Step, chance: Chance, ...key: readonly (string | number)[]): number {
  const [from, to] = step.kind === 'touch' ? [45, 300] : step.kind === 'milestone' ? [10, 400] : [5, 120];
  return chance.between(from, to, 'pause', ...key) * MS_PER_MINUTE;
}

/** Returns when a nurtured lead wakes, rounded down to the hour. */
export function wakeAt(now: Instant, afterMs: number): Instant {
  return Math.floor((now + afterMs) / MS_PER_HOUR) * MS_PER_HOUR;
}

function outcomeByChance({ number, cycle }: Prospect, chance: Chance): SimulatedOutcome {
  const of = (kind: Exclude<SimulatedOutcome['kind'], 'won' | 'open'>, reason: string): SimulatedOutcome => ({
    kind,
    reason,
  });
  return chance.pick<SimulatedOutcome>(
    [
      [22, { kind: 'won' }],
      [12, { kind: 'open' }],
      [
        cycle === 1 ? 14 : 1,
        of(
          'nurture',
          chance.pick(
            [
              [2, 'not_now'],
              [1, 'wants_information'],
              [1, 'no_budget_now'],
            ],
            'nurture',
            number,
          ),
        ),
      ],
      [14, of('recycle', 'unreachable')],
      [5, of('suppress', 'invalid_contact')],
      [
        7,
        of(
          'suppress',
          chance.pick(
            [
              [3, 'spam'],
              [2, 'existing_customer'],
              [2, 'not_a_prospect'],
              [1, 'duplicate'],
            ],
            'suppress',
            number,
          ),
        ),
      ],
      [
        20,
        of(
          'lost',
          chance.pick(
            [
              [3, 'price'],
              [3, 'no_need'],
              [2, 'competitor_won'],
              [2, 'no_fit'],
            ],
            'lost',
            number,
          ),
        ),
      ],
      [6, of('lost', REASON.code)],
    ],
    'outcome',
    number,
    cycle,
  );
}

function inVain(prospect: Prospect, count: number, chance: Chance): Step[] {
  return Array.from({ length: count }, (_, index): Step => {
    const key = [prospect.number, prospect.cycle, index] as const;
    if (!prospect.mayCall || chance.of('writes', ...key) < 0.25) {
      return { kind: 'touch', by: 'email', outcome: 'sent', reportedAfterMs: 0 };
    }
    const outcome = chance.of('voicemail', ...key) < 0.3 ? 'voicemail' : 'noAnswer';
    return { kind: 'touch', by: 'call', outcome, reportedAfterMs: reportedAfterMs(chance, ...key) };
  });
}

function contact(prospect: Prospect, chance: Chance): Step {
  const key = [prospect.number, prospect.cycle, 'contact'] as const;
  if (!prospect.mayCall) return { kind: 'touch', by: 'email', outcome: 'replied', reportedAfterMs: 0 };
  if (prospect.channel === 'chat') return { kind: 'touch', by: 'chat', outcome: 'connected', reportedAfterMs: 0 };
  return { kind: 'touch', by: 'call', outcome: 'connected', reportedAfterMs: reportedAfterMs(chance, ...key) };
}

const WAYS_TO_WIN: readonly (readonly [weight: number, way: readonly Milestone[]])[] = [
  [3, ['won']],
  [5, ['qualified', 'won']],
  [2, ['qualified', 'opportunity', 'won']],
];

/** One call in ten is reported only with the next upload of the phone system. */
function reportedAfterMs(chance: Chance, ...key: readonly (string | number)[]): number {
  return chance.of('reported late', ...key) < 0.1 ? chance.between(10, 90, 'upload', ...key) * MS_PER_MINUTE : 0;
}

function endingIn(end: SimulatedOutcome, prospect: Prospect, chance: Chance): Step[] {
  switch (end.kind) {
    case 'open':
      return [];
    case 'won':
      return chance.pick(WAYS_TO_WIN, 'way', prospect.number).map((name): Step => ({ kind: 'milestone', name }));
    default:
      return [closing(end, prospect, chance)];
  }
}

function closing(
  end: Exclude<SimulatedOutcome, { kind: 'won' | 'open' }>,
  { number, cycle }: Prospect,
  chance: Chance,
): Step {
  const step = { kind: 'close', category: end.kind, reason: end.reason } as const;
  if (end.kind === 'nurture')
    return { ...step, wakesAfterMs: (0.8 + 2 * chance.of('wake', number, cycle)) * MS_PER_DAY };
  if (end.kind === 'recycle' && chance.of('recycle', number, cycle) < 0.4)
    return { ...step, fields: { recycleAfter: 'P2D' } };
  if (end.reason === REASON.code)
    return { ...step, note: 'The contract runs for another year.', fields: { competitor: 'Acme' } };
  return step;
}
