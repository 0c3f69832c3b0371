import { type TSchema, Type } from '@sinclair/typebox';
import { DEPENDS_ON } from '../../platform/input/checked.js';
import { object, oneOf } from '../../platform/input/schema.js';
import { STAGE_OF_MILESTONE } from '../delivery.js';
import { PLATFORM_NAMES, type PlatformDefinition } from '../platform.js';
import { platformOf } from '../platforms.js';
import { sentValue } from './settings-shapes.js';

const milestone = (description: string) =>
  oneOf(Object.keys(STAGE_OF_MILESTONE) as (keyof typeof STAGE_OF_MILESTONE)[], { description });

/** What a rule may send in place of an event, on platforms that support adjustments. */
export const RETRACT = object({ retract: milestone('The milestone whose event is taken back.') });
export const RESTATE = object({
  restate: milestone('The milestone whose event gets another value.'),
  value: sentValue,
});

const byPlatform = (formOf: (definition: PlatformDefinition) => TSchema) => ({
  [DEPENDS_ON]: {
    field: 'platform',
    forms: Object.fromEntries(PLATFORM_NAMES.map((name) => [name, formOf(platformOf(name))])),
  },
});

/* Annotations of the schemas of a destination, of which the console makes its forms. */

export const SETTINGS_FORMS = byPlatform(({ settings }) => settings);

export const CREDENTIALS_FORMS = byPlatform(({ posting }) => Type.Union([posting.credentials, Type.Null()]));

export const SEND_FORMS = byPlatform(({ send, transports }) => {
  const abilities = Object.values(transports).map((transport) => transport.abilities);
  const restates = abilities.some(({ restate }) => restate);
  // If only values can be changed, a retraction sends the value zero.
  const retracts = restates || abilities.some(({ retract }) => retract);
  const forms = [send, ...(retracts ? [RETRACT] : []), ...(restates ? [RESTATE] : [])];
  return forms.length === 1 ? send : Type.Union(forms);
});
