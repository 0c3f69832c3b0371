import { Module } from '@nestjs/common';
import { AdminModule } from '../admin/admin.module.js';
import { SEALED_PLACES } from '../configuration/sealed-field.service.js';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { addWayToTools } from '../deliveries/failing-tools/failing-tool.store.js';
import { Senders } from '../deliveries/senders.service.js';
import { DirectoryModule } from '../directory/directory.module.js';
import { HandoffsModule } from '../handoffs/handoffs.module.js';
import { HandoffsDataModule } from '../handoffs/handoffs-data.module.js';
import { LifecycleModule } from '../lifecycle/lifecycle.module.js';
import { ConnectorTestService } from './connectors/connector-test.service.js';
import { RecordConnectorToolsController } from './connectors/record-connector-tools.controller.js';
import { RecordConnectorsController } from './connectors/record-connectors.controller.js';
import { RecordMaker } from './record-maker.service.js';
import { RecordOutcomesController } from './record-outcomes.controller.js';
import { RecordOutcomes } from './record-outcomes.service.js';
import { RecordReading } from './record-reading.service.js';
import { RecordsSender } from './records.sender.js';
import { RecordsDataModule } from './records-data.module.js';
import { RecordUpdater } from './updates/record-updater.service.js';
import { RecordUpdatesSender } from './updates/record-updates.sender.js';
import { RecordUpdates } from './updates/record-updates.service.js';
import { WAY_OF_CONNECTORS } from './way-to-tools.store.js';

SEALED_PLACES.add({
  kind: 'recordConnector',
  words: 'the record connector',
  select: 'id, name, sealed from record_connector_auth join record_connector on id = connector_id',
});
addWayToTools(WAY_OF_CONNECTORS);

/** Records in the tools of receivers: connectors, how records are made and kept up to date, and what became of them. */
@Module({
  imports: [
    AdminModule,
    DeliveriesModule,
    DirectoryModule,
    HandoffsDataModule,
    HandoffsModule,
    LifecycleModule,
    RecordsDataModule,
  ],
  controllers: [RecordConnectorToolsController, RecordConnectorsController, RecordOutcomesController],
  providers: [
    ConnectorTestService,
    RecordMaker,
    RecordUpdater,
    RecordReading,
    RecordUpdatesSender,
    RecordsSender,
    RecordOutcomes,
    RecordUpdates,
  ],
})
export class RecordsModule {
  constructor(senders: Senders, records: RecordsSender, updates: RecordUpdatesSender) {
    senders.add(records, updates);
  }
}
