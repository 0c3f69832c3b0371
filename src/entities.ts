import { CalendarEntity } from './calendar/calendar.entity.js';
import { CrmConnectionEntity } from './crm/connections/crm-connection.entity.js';
import { ChannelEntity } from './deliveries/channels/channel.entity.js';
import { WebhookEntity } from './deliveries/webhooks/webhook.entity.js';
import { SettingsEntity } from './directory/settings.entity.js';
import { ReasonEntity } from './disposition/reason.entity.js';
import { DestinationEntity } from './feedback/destinations/destination.entity.js';
import { HandoffKindEntity } from './handoffs/kinds/handoff-kind.entity.js';
import { AbsenceEntity } from './people/absence.entity.js';
import { RepEntity } from './people/rep.entity.js';
import { TeamEntity } from './people/team.entity.js';
import { RecordConnectorEntity } from './records/connectors/record-connector.table.js';
import { PoolEntity } from './routing/pool.entity.js';
import { PolicyEntity } from './sla/policy.entity.js';

/** The tables of the plain configuration, which TypeORM reads and writes; all others are SQL in stores. */
export const entities = [
  CalendarEntity,
  SettingsEntity,
  ReasonEntity,
  DestinationEntity,
  AbsenceEntity,
  RepEntity,
  TeamEntity,
  PoolEntity,
  PolicyEntity,
  WebhookEntity,
  ChannelEntity,
  HandoffKindEntity,
  RecordConnectorEntity,
  CrmConnectionEntity,
];
