import { type Static, Type } from '@sinclair/typebox';
import { TOLD_OUTSIDE } from '../leads/personal-data.js';
import { AuthorSchema } from '../platform/actor.schema.js';
import { id, instant, nullable, oneOf, pageOf, thing } from '../platform/answer.js';
import { PageQuery } from '../platform/page.js';
import { ASKED_BY } from './erasure.js';

const closed = { additionalProperties: false } as const;
const email = Type.Optional(
  Type.String({ minLength: 1, maxLength: 320, description: 'An e-mail address; compared without case.' }),
);
const phone = Type.Optional(
  Type.String({
    minLength: 1,
    maxLength: 100,
    description: 'A phone number. Without a country code it is read as one of the settings’ default country.',
  }),
);

export const ErasureBody = Type.Object(
  {
    email,
    phone,
    leadId: Type.Optional(
      Type.String({ format: 'uuid', description: 'One lead only, for example one without an address.' }),
    ),
    reason: Type.String({
      minLength: 1,
      maxLength: 1_000,
      description: 'Why, such as the number of a request. It is kept for good, so it may not contain an address.',
    }),
  },
  closed,
);
export type ErasureBody = Static<typeof ErasureBody>;

export const SubjectAccessQuery = Type.Object({ ...PageQuery, email, phone }, closed);
export type SubjectAccessQuery = Static<typeof SubjectAccessQuery>;

const PLATFORMS: string[] = [];
TOLD_OUTSIDE.each(({ platforms }) => PLATFORMS.push(...platforms));

const rows = Type.Integer({ minimum: 1, description: 'How many rows.' });

const ErasedSchema = thing('Erased', 'Something that was erased.', {
  what: Type.String({ description: 'What it was, in plain English.' }),
  rows,
});

const KeptSchema = thing('KeptAfterErasure', 'Something that was not erased.', {
  what: Type.String({ description: 'What it is, in plain English.' }),
  why: Type.String({ description: 'Why it is kept.' }),
  rows,
});

const certificate = {
  id: id('Of the certificate.'),
  askedBy: oneOf(ASKED_BY, { description: 'By what the person was named; not who it was.' }),
  reason: Type.String({ description: 'Why, in the words of whoever asked for it.' }),
  by: AuthorSchema,
  madeAt: instant('The time of the request.'),
  finishedAt: nullable(
    instant('When all of it was erased.'),
    'When all of it was erased; null while it is being done, and where it was cut off: then ask again.',
  ),
  leads: Type.Integer({ minimum: 0, description: 'Of how many leads. 0: nothing was held of the person.' }),
  erased: Type.Array(ErasedSchema, { description: 'What was erased.' }),
  kept: Type.Array(KeptSchema, { description: 'What is kept, and why.' }),
};

const ErasureSummarySchema = thing('ErasureSummary', 'That somebody was erased.', certificate);

export const ErasureSchema = thing('Erasure', 'The certificate that somebody was erased. It does not say who it was.', {
  ...certificate,
  leadIds: Type.Array(id('Of a lead.'), { description: 'Which leads were theirs.' }),
  told: Type.Array(
    thing('ToldBeforeErasure', 'That an ad platform was told of them before, or may have been.', {
      destinationId: id('Of the destination.'),
      platform: Type.Unsafe<string>({ type: 'string', enum: PLATFORMS, description: 'Who was told.' }),
      items: Type.Integer({
        description:
          'How many things it was told, and how many more it may have been told: such as somebody has in hand, or never reported on.',
      }),
      lastSentAt: instant('When it was told last, or that was handed out.'),
      deleting: Type.String({ description: 'What the platform offers to delete it, in plain English.' }),
    }),
    { description: 'What was sent before stays there: it has to be deleted there.' },
  ),
});
export type ErasureView = Static<typeof ErasureSchema>;

export const ErasurePage = pageOf(ErasureSummarySchema);
