import { type Static, Type } from '@sinclair/typebox';
import { instant, nullable, thing } from '../../platform/answer.js';
import { NotificationSettingsBody } from './notification-settings.dto.js';

export const NotificationSettingsSchema = thing('NotificationSettings', 'How a rep is told of what happens.', {
  ...NotificationSettingsBody.properties,
  version: Type.Integer({ minimum: 1, description: 'Grows with every change, from 1.' }),
  updatedAt: nullable(
    instant('When it was changed last.'),
    'When it was changed last; null: nobody has said anything.',
  ),
});
export type NotificationSettingsView = Static<typeof NotificationSettingsSchema>;
