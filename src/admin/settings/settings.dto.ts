import { type Static, Type } from '@sinclair/typebox';
import { ContactHoursSchema } from '../../contact/contact-hours.dto.js';

/** What holds where nothing is set. */
export const DEFAULT_TIME_ZONE = 'UTC';
export const DEFAULT_CURRENCY = 'EUR';
export const DEFAULT_BACKDATING = { rep: 'PT15M', integration: 'P7D' };

const closed = { additionalProperties: false } as const;
const allowance = (written: string, who: string) =>
  Type.String({ format: 'duration', maxLength: 100, default: written, description: `In elapsed time, by ${who}.` });

export const SettingsBody = Type.Object(
  {
    timeZone: Type.String({
      format: 'timeZone',
      maxLength: 100,
      default: DEFAULT_TIME_ZONE,
      description: 'The IANA time zone of whoever has none of their own.',
    }),
    defaultCountry: Type.Optional(
      Type.String({
        pattern: '^[A-Za-z]{2}$',
        description:
          'the ISO 3166-1 code of a country, such as DE; numbers that name no country are read as numbers of it',
      }),
    ),
    currency: Type.String({
      pattern: '^[A-Z]{3}$',
      default: DEFAULT_CURRENCY,
      description: 'the code of a currency (ISO 4217), such as EUR',
    }),
    defaultCalendarId: Type.Optional(
      Type.String({
        format: 'uuid',
        description: 'The calendar of whoever has no other. Where it is left out, the present one.',
      }),
    ),
    backdating: Type.Object(
      {
        rep: allowance(DEFAULT_BACKDATING.rep, 'a key of a rep or a manager'),
        integration: allowance(DEFAULT_BACKDATING.integration, 'a program'),
      },
      {
        ...closed,
        default: DEFAULT_BACKDATING,
        description: 'How far back a touch or a milestone may be dated, by who reports it.',
      },
    ),
    contactHours: ContactHoursSchema,
  },
  closed,
);
export type SettingsBody = Static<typeof SettingsBody>;
