import type { EventType, LedgerRow } from '../events/event.js';
import type { OwnedType } from '../vocabulary/subjects.js';
import { rulesNamed } from './kinds.js';

type ClockEventType = Extract<EventType, `sla.${string}`>;

const STOPPED: Readonly<Record<string, (subject: string) => string>> = {
  closed: (subject) => `the ${subject} was closed`,
  reopened: (subject) => `the ${subject} was reopened`,
  reassigned: (subject) => `its owner has the ${subject} no longer`,
  alreadyTouched: (subject) => `somebody had touched the ${subject} before`,
};

const ESCALATED: Readonly<Record<string, (subject: string) => string>> = {
  nobodyElse: (subject) => `nobody else can take the ${subject}`,
  maxReassignments: (subject) => `the ${subject} has moved as often as its policy allows`,
  policy: () => 'the deadline was missed',
};

/**
 * One plain sentence for what happened to a clock.
 * @param subject of which kind it is about
 * @param nameOf what people call a rep
 */
export function clockSentence(
  { type, data }: { readonly type: ClockEventType; readonly data: LedgerRow['data'] },
  subject: OwnedType,
  nameOf: (repId: unknown) => string,
): string {
  const due = typeof data.dueAt === 'string' ? `, due by ${data.dueAt}` : '';
  const clock = rulesNamed(data.kind)?.words ?? String(data.kind);
  switch (type) {
    case 'sla.started':
      return `The clock for ${clock} started${due || ' and only measures'}`;
    case 'sla.warned':
      return `${nameOf(data.repId)} was warned: ${Math.round(Number(data.share) * 100)} % of the time is used${due}`;
    case 'sla.breached':
      return `The deadline for ${clock} was missed${due}${wasLeftUndone(data) ? ' (only recorded)' : ''}`;
    case 'sla.met':
      return `The promise of ${clock} was kept ${data.late === true ? 'late, ' : ''}at ${data.metAt}`;
    case 'sla.corrected':
      return `In time after all: a touch at ${data.metAt} was reported after the deadline`;
    case 'sla.escalated':
      return `${data.toRepId ? nameOf(data.toRepId) : 'Nobody'} was told: ${worded(ESCALATED, data.why, subject)}`;
    case 'sla.cancelled':
      return `The clock for ${clock} was stopped: ${worded(STOPPED, data.reason, subject)}`;
    case 'sla.replanned':
      return `The clock for ${clock} was planned anew${due}`;
    default:
      return type satisfies never;
  }
}

/** What a clock waits for. */
export function awaited(kind: unknown): string {
  return rulesNamed(kind)?.awaited ?? 'answer';
}

/** The policy's mode left everything undone that would have followed. */
function wasLeftUndone({ wouldHave }: LedgerRow['data']): boolean {
  return Array.isArray(wouldHave) && wouldHave.length > 0;
}

function worded(words: typeof STOPPED, why: unknown, subject: string): string {
  return Object.hasOwn(words, String(why)) ? words[String(why)]!(subject) : String(why);
}
