import { type Static, Type } from '@sinclair/typebox';
import { closed } from '../../platform/answer.js';

const kind = Type.Optional(Type.String({ format: 'uuid', description: 'The id of a kind; all kinds by default.' }));

export const HandoffMapQuery = Type.Object(
  {
    kind,
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
  },
  closed,
);
export type HandoffMapQuery = Static<typeof HandoffMapQuery>;

export const MapLinkBody = Type.Object(
  {
    kind,
    from: Type.Optional(
      Type.String({
        format: 'instantOrDate',
        description: 'As in `GET /v1/handoffs/map`. By default the page shows the quarter before it is opened.',
      }),
    ),
    to: Type.Optional(Type.String({ format: 'instantOrDate', description: 'As in `GET /v1/handoffs/map`.' })),
  },
  closed,
);
export type MapLinkBody = Static<typeof MapLinkBody>;
