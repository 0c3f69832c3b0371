import { Type } from '@sinclair/typebox';
import { EventSchema } from '../events/event.schema.js';
import { pageOf, thing } from '../platform/answer.js';

const TimelineEntrySchema = thing('TimelineEntry', {
  ...EventSchema.properties,
  text: Type.String({
    description: 'One plain sentence',
    examples: ['Moved from Ann to Bo: no call within 5 minutes'],
  }),
});

export const TimelinePage = pageOf(TimelineEntrySchema);
