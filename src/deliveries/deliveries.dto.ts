import { type Static, Type } from '@sinclair/typebox';
import { oneOf } from '../platform/answer.js';
import { PageQuery } from '../platform/page.js';
import { CHANNELS, DELIVERY_STATES } from './delivery.js';

const closed = { additionalProperties: false } as const;

const Own = {
  state: Type.Optional(oneOf(DELIVERY_STATES, { description: 'Only those in this state.' })),
  ...PageQuery,
};

export const OwnDeliveriesQuery = Type.Object(Own, closed);
export type OwnDeliveriesQuery = Static<typeof OwnDeliveriesQuery>;

export const DeliveriesQuery = Type.Object(
  {
    channel: Type.Optional(oneOf(CHANNELS, { description: 'By this channel.' })),
    repId: Type.Optional(Type.String({ format: 'uuid', description: 'To this rep.' })),
    channelId: Type.Optional(Type.String({ format: 'uuid', description: 'To this Slack or Teams channel.' })),
    leadId: Type.Optional(Type.String({ format: 'uuid', description: 'About this lead.' })),
    ...Own,
  },
  closed,
);
export type DeliveriesQuery = Static<typeof DeliveriesQuery>;
