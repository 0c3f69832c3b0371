import { Module } from '@nestjs/common';
import { SEALED_PLACES } from '../configuration/sealed-field.service.js';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { addWayToTools } from '../deliveries/failing-tools/failing-tool.store.js';
import { ConnectorAuthStore } from './connectors/connector-auth.store.js';
import { RecordConnectorsController } from './connectors/record-connectors.controller.js';
import { Tools } from './connectors/tools.service.js';
import { RecordStore, WAY_OF_CONNECTORS } from './record.store.js';
import { RecordMaker } from './record-maker.service.js';
import { RecordUpdateStore } from './updates/record-update.store.js';
import { RecordUpdater } from './updates/record-updater.service.js';

SEALED_PLACES.add({
  kind: 'recordConnector',
  words: 'the record connector',
  select: 'id, name, sealed from record_connector_auth join record_connector on id = connector_id',
});
addWayToTools(WAY_OF_CONNECTORS);

@Module({
  imports: [DeliveriesModule],
  controllers: [RecordConnectorsController],
  providers: [ConnectorAuthStore, RecordMaker, RecordStore, RecordUpdater, RecordUpdateStore, Tools],
  exports: [RecordMaker, RecordStore, RecordUpdater, RecordUpdateStore, Tools],
})
export class RecordsModule {}
