import { Type } from '@sinclair/typebox';
import { WeekHours } from '../calendar/calendar.dto.js';
import { closed, flag, object } from '../platform/input/schema.js';
import { KIND_WORDS } from '../vocabulary/touch-kinds.js';
import { CONTACT_CHANNELS } from './reach.js';

const ChannelHoursSchema = object({
  hours: WeekHours,
  holidays: flag(true, 'Whether public holidays of the lead’s country and region are excluded.'),
});

export const ContactHoursSchema = Type.Partial(
  Type.Object(
    Object.fromEntries(
      CONTACT_CHANNELS.map((channel) => [
        channel,
        { ...ChannelHoursSchema, description: `When they may be contacted by ${KIND_WORDS[channel]}.` },
      ]),
    ) as Record<(typeof CONTACT_CHANNELS)[number], typeof ChannelHoursSchema>,
  ),
  {
    ...closed,
    default: {},
    description:
      'When leads may be contacted, by kind of touch, in their local time. Kinds left out may be used at any time.',
    examples: [{ call: { hours: { mon: [['08:00', '21:00']], tue: [['08:00', '21:00']] }, holidays: true } }],
  },
);
