import { Type } from '@sinclair/typebox';

const text = (maxLength: number, description: string) =>
  Type.Optional(Type.String({ minLength: 1, maxLength, description }));

/** What names the lead of an entry of a batch: exactly one of four ways. */
export const NAMING = {
  leadId: Type.Optional(Type.String({ format: 'uuid', description: 'Of the lead; exactly one way to name it.' })),
  leadExternalId: text(300, 'Of the lead where it came from, together with its `source`.'),
  source: text(200, 'Where the lead came from, without case.'),
  email: text(320, 'Of the lead’s contact, without case. Of several leads with it the only open one is meant.'),
  phone: text(
    100,
    'Of the lead’s contact, however it is written; a number without its country is read as of the settings’ `defaultCountry`. Of several leads with it the only open one is meant.',
  ),
};
