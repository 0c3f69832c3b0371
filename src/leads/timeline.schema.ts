import { Type } from '@sinclair/typebox';
import { EventSchema } from '../events/event.schema.js';
import { pageOf, thing } from '../platform/answer.js';

const TimelineEntrySchema = thing('TimelineEntry', 'An event of a lead, with its sentence.', {
  ...EventSchema.properties,
  note: Type.Optional(
    Type.String({ description: 'What somebody wrote to it: of a touch its note, of a move by hand its reason.' }),
  ),
  text: Type.String({
    description: 'What happened, in one plain sentence.',
    examples: ['Moved from Ann to Bo: no call within 5 minutes'],
  }),
});

export const TimelinePage = pageOf(TimelineEntrySchema);
