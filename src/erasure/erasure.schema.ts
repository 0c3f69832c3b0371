import { type Static, Type } from '@sinclair/typebox';
import { SENT_TO_PLATFORMS } from '../leads/personal-data.js';
import { PageQuery } from '../platform/http/page.js';
import { AuthorSchema } from '../platform/input/actor.schema.js';
import {
  id,
  instant,
  nullable,
  object,
  objectSchema,
  oneOf,
  optionalId,
  optionalOneOf,
  optionalText,
  pageOf,
  text,
} from '../platform/input/schema.js';
import { ERASED_BY } from './erasure.js';

const email = optionalText(320, 'An e-mail address; compared without case.');
const phone = optionalText(
  100,
  'A phone number. Without a country code it is read as one of the settings’ default country.',
);

export const ErasureBody = object({
  email,
  phone,
  leadId: optionalId('One lead only, for example one without an address.'),
  reason: text(1_000, 'Why, such as the number of a request. It is kept for good, so it may not contain an address.'),
});
export type ErasureBody = Static<typeof ErasureBody>;

export const ErasureQuery = object({
  dryRun: optionalOneOf(['true', 'false'], { description: '`true` erases nothing: the answer says what would be.' }),
});
export type ErasureQuery = Static<typeof ErasureQuery>;

export const SubjectAccessQuery = object({
  ...PageQuery,
  email,
  phone,
  leadId: optionalId('One lead only, with those that were merged into it.'),
});
export type SubjectAccessQuery = Static<typeof SubjectAccessQuery>;

const PLATFORMS: string[] = [];
SENT_TO_PLATFORMS.each(({ platforms }) => PLATFORMS.push(...platforms));

const rows = Type.Integer({ minimum: 1, description: 'The number of rows.' });

const ErasedSchema = objectSchema('Erased', 'A kind of data that was erased.', {
  what: Type.String({ description: 'What it was, in plain English.' }),
  rows,
});

const KeptSchema = objectSchema('KeptAfterErasure', 'A kind of data that was not erased.', {
  what: Type.String({ description: 'What it is, in plain English.' }),
  why: Type.String({ description: 'Why it is kept.' }),
  rows,
});

const certificate = {
  id: id('The id of the certificate.'),
  askedBy: oneOf(ERASED_BY, {
    description:
      'How the person was identified; not who it was. `import`: the leads of an import that was undone; `submission`: what a submission had become that was deleted where it came from.',
  }),
  reason: Type.String({ description: 'The reason given in the request.' }),
  by: AuthorSchema,
  madeAt: instant('The time of the request.'),
  finishedAt: nullable(
    instant,
    'When everything was erased; null while it is in progress, or if it was interrupted: then repeat the request.',
  ),
  leads: Type.Integer({ minimum: 0, description: 'The number of leads that were erased.' }),
  erased: Type.Array(ErasedSchema, { description: 'What was erased; empty if nothing about the person was stored.' }),
  kept: Type.Array(KeptSchema, { description: 'What was kept, and why.' }),
};

export const ErasurePreviewSchema = objectSchema('ErasurePreview', 'What an erasure would reach.', {
  leads: Type.Integer({ minimum: 0, description: 'The number of leads that would be erased.' }),
  inquiries: Type.Integer({
    minimum: 0,
    description: 'The number of forms that would be erased which have joined these leads or others.',
  }),
  handoffs: Type.Integer({
    minimum: 0,
    description: 'The number of handoffs from whose forms the person would be taken; the rest of each form stays.',
  }),
  addresses: Type.Integer({
    minimum: 0,
    description:
      'How many different e-mail addresses came with them. More than one behind a number may be several people: erase each lead by `leadId` then, or by its address.',
  }),
  names: Type.Integer({
    minimum: 0,
    description:
      'How many different names came with them, in any spelling. An address such as office@ may be that of several people.',
  }),
});

const ErasureSummarySchema = objectSchema('ErasureSummary', 'An erasure.', certificate);

export const ErasureSchema = objectSchema(
  'Erasure',
  'The certificate of an erasure. It does not say who the person was.',
  {
    ...certificate,
    leadIds: Type.Array(id('The id of a lead.'), { description: 'The ids of their leads.' }),
    told: Type.Array(
      objectSchema('ToldBeforeErasure', 'An ad platform that received data about them before, or may have.', {
        destinationId: id('The id of the destination.'),
        platform: Type.Unsafe<string>({ type: 'string', enum: PLATFORMS, description: 'The ad platform.' }),
        items: Type.Integer({
          description:
            'How many items it received, and how many more it may have: those that are leased, or whose result was never reported.',
        }),
        lastSentAt: instant('When the last of them was sent or leased.'),
        deleting: Type.String({ description: 'What the platform offers to delete it, in plain English.' }),
      }),
      { description: 'What ad platforms received before. It has to be deleted there.' },
    ),
  },
);
export type ErasureView = Static<typeof ErasureSchema>;

export const ErasurePage = pageOf(ErasureSummarySchema);
