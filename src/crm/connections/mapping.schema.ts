import { type Static, Type } from '@sinclair/typebox';
import { object, text } from '../../platform/input/schema.js';
import { TEMPLATE_LENGTH_MAX } from '../../records/templates/expression.js';

/* Building blocks of the schemas of mappings. */

const VALUES_MAX = 50;
const REASONS_MAX = 200;

export const template = (description: string) => text(TEMPLATE_LENGTH_MAX, description);
export const field = (description: string) => Type.Optional(template(description));
const stages = (description: string) => Type.Array(text(200), { maxItems: VALUES_MAX, description });

export const path = (description: string) => text(500, description);

/** @param what the objects that have to meet the conditions */
export const onlyOf = (what: string) =>
  Type.Optional(
    Type.Array(
      object({
        value: template('A template.'),
        in: Type.Array(text(200), {
          minItems: 1,
          maxItems: VALUES_MAX,
          description: 'The accepted values, compared without case.',
        }),
      }),
      { maxItems: 10, description: `Conditions that ${what} has to meet; others are ignored.` },
    ),
  );

/** How objects are located, identified and dated. */
export const found = (many: string, one: string) => ({
  each: Type.Optional(
    path(
      `The path of the list of ${many}, such as payload.events. Without it, a body that is a list is a list of ${many}, and any other body is one ${one}.`,
    ),
  ),
  only: onlyOf('an object'),
  ref: template(`The id that the ${one} has in the CRM.`),
  changedAt: field(
    'When it changed in the CRM: an instant, or seconds or milliseconds since 1970. An older state than the one that is stored is ignored. Without it, the last request wins.',
  ),
});

export const MappingBody = object(
  {
    ...found('deals', 'deal'),
    name: field('The name of the deal.'),
    accountName: field('The name of the account.'),
    accountDomain: field('The domain of the account; domains of mail providers are ignored.'),
    accountRef: field(
      'The id of the account in the CRM, matched with the `refs` of accounts for this system; else the name is used.',
    ),
    ownerEmail: field('The e-mail address of the owner.'),
    ownerRef: field('Or the id of the owner in the CRM, matched with the `refs` of reps.'),
    amount: field('The amount, as a decimal number or as text.'),
    currency: field('The currency.'),
    product: field('The product, as it is called in the CRM; at most 100 characters are stored.'),
    stage: field('The stage in the CRM; `stages` says what it means.'),
    wonAt: field('When it was won.'),
    lostReason: field('The CRM’s loss reason; `lostReasons` says what it means.'),
    expectedCloseAt: field('The expected closing date: an instant or a date.'),
    startsOn: field('The first day of the contract.'),
    endsOn: field('Its last day.'),
    noticeDays: field('The notice period, in days before the end.'),
    autoRenewMonths: field('For how many months it renews by itself; 0 or nothing if it does not.'),
    oneOff: field('Whether it is sold once, so that it has no contract: true or false, yes or no, 1 or 0.'),
    pilotEndsOn: field('The last day of a pilot, which has no contract until it has a term.'),
    lostReasons: Type.Optional(
      Type.Record(text(200), text(100, 'The code of a reason of the taxonomy.'), {
        maxProperties: REASONS_MAX,
        description:
          'The reason codes for the CRM’s loss reasons, by their names, compared without case. A lost deal closes its lead with that reason; the CRM’s text becomes the note. A loss reason that is not mapped, or whose code requires more than a note, leaves the lead open for a decision, and is listed.',
      }),
    ),
    stages: Type.Optional(
      object(
        {
          won: stages('Stages in which a deal is won.'),
          lost: stages('Stages in which it is lost.'),
          open: Type.Optional(
            stages(
              'Stages in which it is open. Without them, every other stage is open; with them, any other is refused.',
            ),
          ),
        },
        { description: 'The meaning of the CRM’s stages, compared without case.' },
      ),
    ),
  },
  {
    description:
      'How a deal is read from the CRM’s requests. Templates see `payload` (the whole body) and `item` (each of its objects), and have the filters of record connectors. Missing or empty values leave the field of the deal as it is.',
  },
);
export type MappingBody = Static<typeof MappingBody>;
