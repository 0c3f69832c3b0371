import type { HandoffReason } from './handoff-reason.js';

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
