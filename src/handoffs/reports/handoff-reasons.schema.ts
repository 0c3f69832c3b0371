import { Type } from '@sinclair/typebox';
import { count } from '../../figures/figure.schema.js';
import { closed, id, instant, oneOf, thing } from '../../platform/answer.js';
import { TREATMENTS } from '../kinds/handoff-kind.js';

const Reason = thing('HandoffReason', 'What went another way, with what was decided about it.', {
  what: oneOf(['exception', 'blocker'], {
    description: '`exception`: it was handed over before its form was complete; `blocker`: something held it up.',
  }),
  text: Type.String({ description: 'The name by which its kind knows it, else as it was said last.' }),
  times: count('How often.'),
  handoffs: count('In so many handoffs.'),
  treatments: Type.Array(oneOf(TREATMENTS, { description: 'A treatment.' }), {
    description: 'What is done about it whenever it comes, as its kinds say now; empty where none knows it by name.',
  }),
  decidedBy: Type.Array(
    Type.Object(
      {
        repId: id('Of whoever granted it.'),
        name: Type.String({ description: 'By their name of today.' }),
        times: count('How often.'),
      },
      { ...closed, description: 'Somebody who decided.' },
    ),
    { description: 'Of exceptions, the most frequent first, ten at most.' },
  ),
  madeUpFor: count('Of exceptions: the form was completed by the date that was agreed.'),
  overdue: count('Of exceptions: it was not.'),
  pending: count('Of exceptions: there is time left.'),
  open: count('Of blockers: nobody has resolved it.'),
  lessons: Type.Array(Type.String(), {
    description: 'Of blockers: what is done another way next time, the latest three.',
  }),
  kindIds: Type.Array(Type.String({ format: 'uuid' }), { description: 'Of which kinds, ten at most.' }),
  sentence: Type.String({ description: 'All of that in plain words.' }),
});

export const HandoffReasonsReport = thing('HandoffReasonsReport', 'What went another way, the most frequent first.', {
  from: instant('Handed over at this instant or later …'),
  to: instant('… and before this one.'),
  data: Type.Array(Reason, { description: 'Most frequent first.' }),
});
