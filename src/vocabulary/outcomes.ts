import { type Fault, fault } from '../platform/input/fault.js';
import { TOUCH_OUTCOMES, type TouchOutcome } from './touch-kinds.js';

export type TouchDirection = 'outbound' | 'inbound';

/** What a touch with an outcome means. An automatic touch, and one that is only a goodbye, mean nothing of it. */
export interface OutcomeMeaning {
  /** The person was reached. */
  readonly reached?: true;
  /** It was an attempt to reach the person; others could not have reached them, and count only if a policy names them. */
  readonly attempted?: true;
  /** The person has heard or read what was said. */
  readonly informed?: true;
  /** The person asks for something, for which a lead that was put away comes back. */
  readonly asked?: true;
  /** A meeting that was agreed did not take place, so a follow-up is owed again. */
  readonly fellThrough?: true;
  /** The person said something, which may have been only goodbye. */
  readonly said?: true;
}

const TALK = { reached: true, informed: true } as const;

/** What each outcome means in each direction: outbound is what was tried with the person, inbound what came from them. */
export const OUTCOMES = {
  connected: { outbound: { ...TALK, attempted: true }, inbound: { ...TALK, asked: true, said: true } },
  replied: { outbound: { ...TALK, attempted: true }, inbound: { reached: true, asked: true, said: true } },
  noAnswer: { outbound: { attempted: true }, inbound: { asked: true } },
  voicemail: { outbound: { attempted: true }, inbound: { asked: true, said: true } },
  sent: { outbound: { attempted: true, informed: true }, inbound: { asked: true, said: true } },
  bounced: { outbound: {}, inbound: {} },
  wrongNumber: { outbound: {}, inbound: {} },
  booked: { outbound: { ...TALK, attempted: true }, inbound: { reached: true, asked: true } },
  held: { outbound: { ...TALK, attempted: true }, inbound: { ...TALK, asked: true } },
  noShow: { outbound: { fellThrough: true }, inbound: { fellThrough: true } },
  cancelled: { outbound: { fellThrough: true }, inbound: { fellThrough: true } },
} as const satisfies Record<TouchOutcome, Readonly<Record<TouchDirection, OutcomeMeaning>>>;

const SAID = TOUCH_OUTCOMES.filter((outcome) => 'said' in OUTCOMES[outcome].inbound);

/** Returns why a touch cannot be one in which the person only said goodbye. */
export function faultsOfGoodbye({ goodbye, direction, outcome }: ReportedGoodbye): Fault[] {
  if (!goodbye) return [];
  if (direction === 'outbound')
    return [
      fault('/goodbye', 'contradiction', 'Only an inbound touch can be a goodbye: it is the person who says it.'),
    ];
  if (SAID.includes(outcome)) return [];
  const allowed = new Intl.ListFormat('en', { type: 'disjunction' }).format(SAID.map((each) => `"${each}"`));
  const message = `The outcome of a touch that is only a goodbye is ${allowed}, not "${outcome}".`;
  return [fault('/goodbye', 'contradiction', message)];
}

/** Returns why a touch cannot say for when a meeting was booked. */
export function faultsOfMeeting({
  outcome,
  meetingAt,
}: {
  readonly outcome: TouchOutcome;
  readonly meetingAt?: string;
}): Fault[] {
  if (meetingAt === undefined || outcome === 'booked') return [];
  return [
    fault('/meetingAt', 'contradiction', `Only a touch with the outcome "booked" has a meeting, not "${outcome}".`),
  ];
}

interface ReportedGoodbye {
  readonly goodbye: boolean;
  readonly direction: TouchDirection;
  readonly outcome: TouchOutcome;
}
