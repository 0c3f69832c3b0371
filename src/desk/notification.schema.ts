import { type Static, Type } from '@sinclair/typebox';
import { NOTIFICATION_TYPES } from '../notifications/notification.js';
import { id, instant, nullable, oneOf, pageOf, thing } from '../platform/answer.js';

export const NotificationSchema = thing('Notification', 'Something that a rep was told.', {
  id: id('Of the notification.'),
  type: oneOf(NOTIFICATION_TYPES, { description: 'What it is about.' }),
  leadId: nullable(id('The lead; null where it is about no single one.')),
  leadIds: Type.Optional(
    Type.Array(id('A lead.'), {
      description:
        'The leads of a list, 100 at most: of several promises that were missed at once, or of leads that were closed or opened at once.',
    }),
  ),
  text: Type.String({
    description: 'What happened, in one plain sentence, with instants as the clocks of the rep show them.',
  }),
  createdAt: instant('When they were told.'),
  readAt: nullable(instant('When it was read; null until then.')),
});
export type NotificationView = Static<typeof NotificationSchema>;

export const NotificationPage = pageOf(NotificationSchema);
