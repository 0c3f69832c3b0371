import { type Static, Type } from '@sinclair/typebox';
import { resourceOf } from '../../configuration/resource.schema.js';
import { DEAL_STAGES } from '../../deals/deal.js';
import { WARNINGS } from '../../documents/warning.schema.js';
import { closed, id, instant, listOf, nullable, oneOf, pageOf, thing } from '../../platform/answer.js';
import { PageQuery } from '../../platform/page.js';
import { CRM_DELIVERY_STATES } from '../crm-delivery.js';
import { CrmConnectionBody } from './crm-connection.dto.js';

const since = (field: string) =>
  nullable(
    instant(`Since when it has this "${field}".`),
    `Since when it has this \`${field}\`, which is never answered; null: it has none.`,
  );

export const CrmConnectionSchema = resourceOf(
  'CrmConnection',
  'How deals come in from a CRM, and what it is told of them.',
  Type.Omit(CrmConnectionBody, ['secret', 'auth']),
  { secretSetAt: since('secret'), authSetAt: since('auth'), ...WARNINGS },
);

const OddFault = thing('CrmFault', 'Something that could not be taken as it was sent.', {
  pointer: Type.String({ description: 'The field of the mapping, or of the deal.' }),
  code: Type.String({ description: 'For programs.' }),
  message: Type.String({ description: 'For people.' }),
});

export const CrmOddityPage = pageOf(
  thing('CrmOddity', 'Something that a CRM sent, and of which no deal could be made, or not all of it.', {
    id: id('Of this entry.'),
    ref: nullable(Type.String(), 'The id of the deal in the CRM; null where none could be read.'),
    at: instant('When it came.'),
    refused: Type.Boolean({ description: 'Whether nothing was taken; else all but what is named.' }),
    faults: Type.Array(OddFault, { description: 'Why it was not taken as it is.' }),
    seen: Type.Array(Type.String(), {
      description: 'The names of the fields that were sent; what stood in them is not kept.',
    }),
  }),
);

export const CrmPreviewBody = Type.Object(
  {
    payload: Type.Unsafe<unknown>({ description: 'What the CRM sends, as JSON.' }),
    mapping: Type.Optional(CrmConnectionBody.properties.mapping),
  },
  closed,
);
export type CrmPreviewBody = Static<typeof CrmPreviewBody>;

export const CrmPreviewList = listOf(
  thing('CrmPreview', 'What would become of an object that the CRM sends.', {
    outcome: oneOf(['taken', 'outdated', 'passedOver', 'refused'], {
      description:
        '`taken`: the deal is made or changed; `outdated`: something newer is known; `passedOver`: it is none of those that are meant; `refused`: it cannot be read.',
    }),
    ref: nullable(Type.String(), 'The id of the deal in the CRM; null where none could be read.'),
    changedAt: nullable(
      instant('When it was changed there.'),
      'When it was changed there; null where it does not say so.',
    ),
    deal: nullable(
      Type.Unsafe<object>({
        type: 'object',
        additionalProperties: true,
        description: 'As `PUT /v1/deals/by-ref/{system}/{ref}` would take it.',
      }),
      'As `PUT /v1/deals/by-ref/{system}/{ref}` would take it; null where nothing is taken.',
    ),
    stage: nullable(oneOf(DEAL_STAGES), 'The stage that it comes to; null where that stays as it is.'),
    faults: Type.Array(OddFault, { description: 'What cannot be read, or is not known.' }),
  }),
);

export const CrmRotatedSchema = thing('RotatedCrmSecret', 'From when on the former secret is taken no more.', {
  formerUntil: instant('Until then either is taken.'),
});

export const CrmDeliverySchema = thing('CrmDelivery', 'What a CRM is told of one deal: only the newest is.', {
  dealId: id('Of which deal.'),
  state: oneOf(CRM_DELIVERY_STATES, {
    description: '`waiting`: it is to be told; `told`: the CRM knows how it is; `failed`: nobody tries any more.',
  }),
  attempts: Type.Integer({ minimum: 0, description: 'How often it was tried since it was told last.' }),
  nextTryAt: nullable(instant('When it is tried next.'), 'When it is tried next; null where nothing waits.'),
  failure: nullable(Type.String(), 'Why the last try came to nothing; null where none has failed.'),
  status: nullable(Type.Integer(), 'The status of the last answer; null where none came.'),
  told: nullable(
    thing('CrmTold', 'What the CRM was told last.', {
      at: instant('When it was told.'),
      ready: Type.Boolean({ description: 'Whether the deal could be handed over.' }),
      missing: Type.Integer({ minimum: 0, description: 'How many pieces were missing.' }),
      state: Type.String({ description: 'Of the handoff; `none` where none is asked for.' }),
    }),
    'What the CRM was told last; null before that.',
  ),
});
export const CrmDeliveryPage = pageOf(CrmDeliverySchema);

export const CrmDeliveryQuery = Type.Object(
  { ...PageQuery, state: Type.Optional(oneOf(CRM_DELIVERY_STATES, { description: 'Only those in this state.' })) },
  closed,
);
export type CrmDeliveryQuery = Static<typeof CrmDeliveryQuery>;
