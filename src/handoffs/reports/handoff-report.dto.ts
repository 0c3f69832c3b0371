import { type Static, Type } from '@sinclair/typebox';
import { closed } from '../../platform/answer.js';
import { HANDOFF_DIMENSIONS } from './handoff-dimension.js';

export const HandoffReportQuery = Type.Object(
  {
    from: Type.Optional(
      Type.String({
        format: 'instantOrDate',
        description: 'Handed over at this instant or later, or from this day on; 30 days before `to` by default.',
      }),
    ),
    to: Type.Optional(
      Type.String({
        format: 'instantOrDate',
        description: 'Handed over before this instant, or before this day; now by default.',
      }),
    ),
    timeZone: Type.Optional(
      Type.String({
        format: 'timeZone',
        description: 'The time zone of days and weeks; that of the settings by default.',
      }),
    ),
    by: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 100,
        description: `A row for each value of one or two of these, separated by a comma: ${HANDOFF_DIMENSIONS.join(', ')}. Without it there is one row.`,
        examples: ['week', 'week,kind'],
      }),
    ),
    kind: Type.Optional(Type.String({ format: 'uuid', description: 'Only this kind, by its id.' })),
  },
  closed,
);
export type HandoffReportQuery = Static<typeof HandoffReportQuery>;

export const REASONS_DEFAULT = 5;
const REASONS_MAX = 50;

export const HandoffReasonsQuery = Type.Object(
  {
    from: Type.Optional(
      Type.String({
        format: 'instantOrDate',
        description:
          'Handed over at this instant or later, or from this day on; a quarter (91 days) before `to` by default.',
      }),
    ),
    to: Type.Optional(
      Type.String({
        format: 'instantOrDate',
        description: 'Handed over before this instant, or before this day; now by default.',
      }),
    ),
    kind: Type.Optional(Type.String({ format: 'uuid', description: 'Only this kind, by its id.' })),
    limit: Type.Optional(
      Type.Integer({ minimum: 1, maximum: REASONS_MAX, default: REASONS_DEFAULT, description: 'The most rows.' }),
    ),
  },
  closed,
);
export type HandoffReasonsQuery = Static<typeof HandoffReasonsQuery>;
