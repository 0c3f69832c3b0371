import { type Static, Type } from '@sinclair/typebox';
import { NOTIFICATION_TYPES } from '../notifications/notification.js';
import { id, instant, nullable, oneOf, pageOf, thing } from '../platform/answer.js';

export const NotificationSchema = thing('Notification', {
  id: id(),
  type: oneOf(NOTIFICATION_TYPES),
  leadId: nullable(id(), { description: 'Null where it is about no single lead' }),
  text: Type.String({ description: 'One plain sentence' }),
  createdAt: instant(),
  readAt: nullable(instant(), { description: 'Null until it is read' }),
});
export type NotificationView = Static<typeof NotificationSchema>;

export const NotificationPage = pageOf(NotificationSchema);
