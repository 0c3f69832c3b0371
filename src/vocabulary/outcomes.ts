import type { TouchOutcome } from './touch-kinds.js';

export type TouchDirection = 'outbound' | 'inbound';

/** What a touch with an outcome means. An automatic touch means nothing of it. */
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
}

const TALK = { reached: true, informed: true } as const;

/** What each outcome means in each direction: outbound is what was tried with the person, inbound what came from them. */
export const OUTCOMES = {
  connected: { outbound: { ...TALK, attempted: true }, inbound: { ...TALK, asked: true } },
  replied: { outbound: { ...TALK, attempted: true }, inbound: { reached: true, asked: true } },
  noAnswer: { outbound: { attempted: true }, inbound: { asked: true } },
  voicemail: { outbound: { attempted: true }, inbound: { asked: true } },
  sent: { outbound: { attempted: true, informed: true }, inbound: { asked: true } },
  bounced: { outbound: {}, inbound: {} },
  wrongNumber: { outbound: {}, inbound: {} },
  booked: { outbound: { ...TALK, attempted: true }, inbound: { reached: true, asked: true } },
  held: { outbound: { ...TALK, attempted: true }, inbound: { ...TALK, asked: true } },
  noShow: { outbound: { fellThrough: true }, inbound: { fellThrough: true } },
  cancelled: { outbound: { fellThrough: true }, inbound: { fellThrough: true } },
} as const satisfies Record<TouchOutcome, Readonly<Record<TouchDirection, OutcomeMeaning>>>;
