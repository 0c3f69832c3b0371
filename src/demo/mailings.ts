import { counted } from './counted.js';
import type { Organisation } from './founding.js';
import { renderGrid } from './grid.js';

/** What follows its first digits is drawn by chance, and a demo says the same each time. */
const ID = /\b[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}\b/g;

/** Something that a rep was told of, which is a mail as long as they have said nothing else. */
interface Mailing {
  readonly id: string;
  readonly type: string;
}

/** What each kind is called, in the order in which they are shown; others are not. */
const SHOWN: readonly [title: string, type: string][] = [
  ['a lead is theirs', 'lead.assigned'],
  ['a lead moved to them', 'lead.reassigned'],
  ['a lead moved away', 'lead.movedAway'],
  ['a lead is back', 'lead.woken'],
  ['a deadline is near', 'sla.warned'],
  ['a promise was missed', 'sla.escalated'],
];

/** What reps would have been mailed, were there a mail server, and one mail as it would be. */
export async function mailings({ reader }: Pick<Organisation, 'reader'>): Promise<string[]> {
  const mails: (Mailing & { readonly repId: string })[] = [];
  for (const { id: repId } of await reader.all<{ readonly id: string }>('/v1/reps'))
    for (const told of await reader.all<Mailing>(`/v1/reps/${repId}/notifications`)) mails.push({ ...told, repId });
  const example = mails.find(({ type }) => type === 'sla.escalated') ?? mails[0];
  if (example === undefined) return [];
  const lines = SHOWN.map(([title, type]) => {
    const told = mails.filter((mail) => mail.type === type);
    return [title, String(told.length), String(new Set(told.map(({ repId }) => repId)).size)];
  });
  const { body } = await reader.get<{ readonly body: string | null }>(`/v1/notifications/${example.id}/ways`);
  return [
    '',
    renderGrid([['mailed that', 'mails', 'to people'], ...lines], false),
    '',
    `What reps would have been mailed, were there a mail server: ${counted(mails.length, 'mail')}. One of them:`,
    '',
    ...(body ?? '')
      .trimEnd()
      .split('\n')
      .map((line) => `    ${line.replace(ID, (id) => `${id.slice(0, 8)}…`)}`.trimEnd()),
  ];
}
