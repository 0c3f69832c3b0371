import { Type } from '@sinclair/typebox';
import { id, instant, thing } from '../../platform/answer.js';
import { SettingsBody } from './settings.dto.js';

export const SettingsSchema = thing('Settings', {
  ...SettingsBody.properties,
  defaultCalendarId: id({ description: 'The calendar of whoever has no other' }),
  version: Type.Integer({ minimum: 1, description: 'Grows with every change; the strong `ETag`' }),
  updatedAt: instant(),
});
