import type { TouchDirection } from '../../vocabulary/outcomes.js';
import type { TouchKind, TouchOutcome } from '../../vocabulary/touch-kinds.js';

/** A call, a message or a meeting, as a tool reports it. */
export interface ReportedContact {
  /** What it is called at the tool, so that it is recorded once; null if the tool does not say. */
  readonly ref: string | null;
  readonly kind: TouchKind;
  readonly direction: TouchDirection;
  readonly outcome: TouchOutcome;
  /** Instants as text; null if the tool does not say. */
  readonly occurredAt: string | null;
  readonly meetingAt: string | null;
  readonly durationSeconds: number | null;
  /** The person, who is no rep. */
  readonly email: string | null;
  readonly phone: string | null;
  /**
   * Who called, if that may be the person instead: then the call was theirs, and is called by `ref`. Some tools tell of
   * the leg that was dialled, and not for whom.
   */
  readonly caller: { readonly phone: string; readonly ref: string | null } | null;
  readonly name: string | null;
  readonly repEmail: string | null;
  readonly note: string | null;
}

/** What a tool reports. `aside`: nothing that is recorded, such as a telephone that rings. */
export type ReadContact =
  | { readonly is: 'contact'; readonly contact: ReportedContact }
  | { readonly is: 'aside' }
  | { readonly is: 'unreadable' };

export const ASIDE: ReadContact = { is: 'aside' };

const NOTHING: Omit<ReportedContact, 'kind' | 'direction' | 'outcome'> = {
  ref: null,
  occurredAt: null,
  meetingAt: null,
  durationSeconds: null,
  email: null,
  phone: null,
  caller: null,
  name: null,
  repEmail: null,
  note: null,
};

export function contact(
  what: Pick<ReportedContact, 'kind' | 'direction' | 'outcome'> & Partial<ReportedContact>,
): ReadContact {
  return { is: 'contact', contact: { ...NOTHING, ...what } };
}
