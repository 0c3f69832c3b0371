import { type Static } from '@sinclair/typebox';
import { PageQuery } from '../platform/http/page.js';
import { object, optionalFlag, optionalInstant, optionalText, text } from '../platform/input/schema.js';

const identifier = {
  email: optionalText(300, 'An e-mail address, compared without case.'),
  phone: optionalText(
    100,
    'A phone number. Without a country code it is read as one of the settings’ default country.',
  ),
  domain: optionalText(
    253,
    'The domain of addresses and companies, such as example.com. Public mail providers are refused.',
  ),
};

export const SuppressionBody = object({
  ...identifier,
  until: optionalInstant('When leads are let in again, in the future. By default never.'),
  reason: text(100, 'The code of a reason in the category suppress, with which later leads are closed.'),
});
export type SuppressionBody = Static<typeof SuppressionBody>;

export const SuppressionQuery = object({
  ...PageQuery,
  ...identifier,
  inForce: optionalFlag('Only those in force now.'),
});
export type SuppressionQuery = Static<typeof SuppressionQuery>;

export const LiftBody = object({ reason: text(1_000, 'Why, in your own words.') });
export type LiftBody = Static<typeof LiftBody>;
