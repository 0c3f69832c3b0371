import { Type } from '@sinclair/typebox';
import { count, part } from '../../figures/figure.schema.js';
import { instant, nullable, object, objectSchema, oneOf } from '../../platform/input/schema.js';
import { DrawingSchema } from '../map/drawing.schema.js';
import { stage } from '../reports/handoff-report.schema.js';
import { LEAD_EXCEPTIONS, LEAD_STAGES, type LeadException, type LeadStage } from './lead-map.js';

const text = (description: string) => Type.String({ description });
const stageId = (description: string) => oneOf(Object.keys(LEAD_STAGES) as LeadStage[], { description });

const LeadArrowSchema = objectSchema(
  'LeadMapArrow',
  'An arrow from one stage of leads to the next, with its figures.',
  {
    from: stageId('The id of a stage.'),
    to: stageId('The id of a stage.'),
    between: text('Both stages in words.'),
    taken: stage(
      'Until the first owner of leads that were queued or offered, from then until the first touch, and from then until the decision; to the queue, all leads that came in. Only elapsed time is counted.',
    ),
    stalls: part('Where leads stalled.', {
      missed: count(
        'Leads with a missed promise: to the owner, nobody owned it when it was to be answered, or its queue was overdue; to the touch, the first touch; to the decision, a follow-up, an acceptance or the decision. Struck misses do not count.',
      ),
      unfinished: count('Those that still wait.'),
    }),
    waiting: count('Open leads that wait at this arrow now.'),
    money: Type.Array(
      object(
        {
          currency: text('The currency.'),
          waitingDeals: count('Open deals of leads that wait now.'),
          waitingAmount: text('Their worth.'),
          lostDeals: count('Lost deals of leads with a miss.'),
          lostAmount: text('Their worth.'),
        },
        { description: 'The worth of the deals in one currency.' },
      ),
      { description: 'The money behind what stalls. Deals without an amount are left out.' },
    ),
    words: Type.Array(Type.String(), { description: 'The labels of the arrow on the map.' }),
    isWorst: Type.Boolean({ description: 'Whether this arrow has the most leads with a miss.' }),
    why: nullable(text('Why it is the worst; null for all others.')),
  },
);

export const LeadMapSchema = objectSchema(
  'LeadMap',
  'The map of leads from their intake to a decision, in their first cycle. Tests, merged leads and leads that were suppressed as they came in do not count.',
  {
    from: instant('Received at this instant or later …'),
    to: instant('… and before this one.'),
    leads: count('The number of leads.'),
    filter: Type.Record(Type.String(), Type.String(), {
      description: 'For `GET /v1/leads`: what was received in this time, with what does not count here.',
    }),
    stages: Type.Array(object({ id: stageId('Its id.'), name: text('Its name.') }, { description: 'A stage.' }), {
      description: 'From the first stage to the last.',
    }),
    arrows: Type.Array(LeadArrowSchema, { description: 'The arrows between them, with their figures.' }),
    worst: nullable(text('Why the worst arrow is the worst; null for none.')),
    exceptions: Type.Array(
      object(
        {
          about: oneOf(Object.keys(LEAD_EXCEPTIONS) as LeadException[], { description: 'What happened.' }),
          words: text('The same in words.'),
          leads: count('The number of leads. What was taken back does not count.'),
        },
        { description: 'What happened to leads besides.' },
      ),
      { description: 'The most frequent first.' },
    ),
    drawing: DrawingSchema,
    mermaid: text('The same as a flowchart in Mermaid.'),
  },
);
