import { Type } from '@sinclair/typebox';
import { REPLANNED } from '../../documents/replanned.schema.js';
import { id, instant, thing } from '../../platform/answer.js';
import { SettingsBody } from './settings.dto.js';

export const SettingsSchema = thing('Settings', 'The settings of the whole organisation.', {
  ...SettingsBody.properties,
  ...REPLANNED,
  defaultCalendarId: id('The calendar of whoever has no other.'),
  version: Type.Integer({ minimum: 1, description: 'Grows with every change, from 1.' }),
  updatedAt: instant('When they were changed last.'),
});
