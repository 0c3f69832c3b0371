/** Why handoffs went another way, or were held up: what several people said alike, or what their kind knows by name. */
export interface HandoffReason {
  readonly what: 'exception' | 'blocker';
  /** The name by which the kind knows it, else as it was said last. */
  readonly text: string;
  readonly times: number;
  readonly handoffs: number;
  /** What is done about it, as the kinds of these handoffs say now; empty where none knows it. */
  readonly treatments: readonly string[];
  /** Whoever decided them, the most frequent first. */
  readonly deciders: readonly { readonly repId: string; readonly times: number }[];
  /** Of exceptions: the form was completed in time, was not, or still may be. */
  readonly madeUpFor: number;
  readonly overdue: number;
  readonly pending: number;
  /** Of blockers: those that nobody has resolved. */
  readonly open: number;
  /** What is done another way next time, the latest first. */
  readonly lessons: readonly string[];
  readonly kindIds: readonly string[];
}

/** SQL for words without their case and spaces: what people mean when they say the same. */
export function saidSql(text: string): string {
  return `lower(btrim(regexp_replace(${text}, '\\s+', ' ', 'g')))`;
}

const TREATED: Readonly<Record<string, string>> = {
  standardise: 'It is known, and handled in the same way each time.',
  automate: 'It is known, and a program does it.',
  escalate: 'It is known, and decided each time.',
};

interface Decider {
  readonly name: string;
  readonly times: number;
}

/** What went another way and what was decided about it, in sentences. */
export function reasonInWords(reason: HandoffReason, deciders: readonly Decider[]): string {
  const { what, text, times, handoffs, treatments, madeUpFor, overdue, pending, open, lessons } = reason;
  const often = times === 1 ? 'once' : times === 2 ? 'twice' : `${times} times`;
  const many = handoffs < times ? ` in ${handoffs} ${handoffs === 1 ? 'handoff' : 'handoffs'}` : '';
  const known = treatments.map((treatment) => TREATED[treatment] ?? '');
  const said = `“${text}” ${often}${many}`;
  if (what === 'blocker') {
    const learnt = lessons.map((lesson) => `Learnt: ${lesson}${/[.!?]$/.test(lesson) ? '' : '.'}`);
    return [`${said} held it up: ${open === 0 ? 'all resolved' : `${open} still open`}.`, ...learnt, ...known].join(
      ' ',
    );
  }
  const by = deciders.map((each) => `${each.name}${deciders.length > 1 ? ` (${each.times})` : ''}`).join(', ');
  const became = [
    ...(madeUpFor > 0 ? [`${madeUpFor} completed in time`] : []),
    ...(overdue > 0 ? [`${overdue} not completed in time`] : []),
    ...(pending > 0 ? [`${pending} still to be completed`] : []),
  ].join(', ');
  return [`${said}: granted by ${by}${became === '' ? '' : `; ${became}`}.`, ...known].join(' ');
}
