import { Type } from '@sinclair/typebox';

const text = (maxLength: number, description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, description }));

/** What names the lead of an entry of a batch: exactly one of four ways. */
export const NAMING = {
  leadId: Type.Optional(
    Type.String({ format: 'uuid', description: 'The id of the lead. Name the lead in exactly one way.' }),
  ),
  leadExternalId: text(300, 'The `externalId` of the lead, together with its `source`.'),
  source: text(200, 'The source of the lead, compared without case.'),
  email: text(
    320,
    'The e-mail address of the lead’s contact, compared without case. If several leads have it, the only open one is meant.',
  ),
  phone: text(
    100,
    'The phone number of the lead’s contact, however it is written. A number without a country code is read as one of the settings’ `defaultCountry`. If several leads have it, the only open one is meant.',
  ),
};
