import { Module } from '@nestjs/common';
import { DealsModule } from '../deals/deals.module.js';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { Pulse } from '../engine/pulse.sweep.js';
import { ErasureModule } from '../erasure/erasure.module.js';
import { INVARIANTS } from '../events/verified.js';
import { HELD_OF_PERSONS } from '../leads/personal-data.js';
import { TracesOfPersons } from '../lifecycle/person-traces.service.js';
import { Periodic } from '../platform/running/periodic.sweep.js';
import { MS_PER_HOUR, MS_PER_SECOND } from '../platform/values/duration.js';
import { RevenueModule } from '../revenue/revenue.module.js';
import { HELD_ROWS } from './import.schema.js';
import { IMPORTS_WAIT, ImportStore } from './import.store.js';
import { IMPORT_INVARIANTS } from './import-check.store.js';
import { ImportRowsStore } from './import-rows.store.js';
import { ImportRunning } from './import-running.service.js';
import { ImportStreamController } from './import-stream.controller.js';
import { ImportStreams } from './import-streams.service.js';
import { ImportsController } from './imports.controller.js';
import { Imports } from './imports.service.js';
import { MadeStore } from './made.store.js';
import { PersonsInFiles } from './persons-in-files.service.js';
import { SealedRows } from './sealed-rows.service.js';
import { SpooledUploads } from './spooled-upload.service.js';
import { DealsTakenBack } from './subjects/deals-taken-back.service.js';
import { SUBJECT_PROVIDERS } from './subjects/subjects.service.js';
import { Uploading } from './uploading.service.js';

INVARIANTS.add(IMPORT_INVARIANTS);
HELD_OF_PERSONS.add(HELD_ROWS);

@Module({
  imports: [DealsModule, DeliveriesModule, ErasureModule, RevenueModule],
  controllers: [ImportStreamController, ImportsController],
  providers: [
    Imports,
    ImportRowsStore,
    ImportRunning,
    ImportStore,
    ImportStreams,
    DealsTakenBack,
    MadeStore,
    PersonsInFiles,
    SealedRows,
    SpooledUploads,
    ...SUBJECT_PROVIDERS,
    Uploading,
  ],
})
export class ImportsModule {
  constructor(
    periodic: Periodic,
    pulse: Pulse,
    running: ImportRunning,
    imports: Imports,
    persons: PersonsInFiles,
    traces: TracesOfPersons,
  ) {
    traces.add({
      eraseOrigins: (tx, person) => persons.eraseOrigins(tx, person),
      eraseKnown: (tx, person) => persons.erase(tx, person),
      readHeld: { section: HELD_ROWS.section, read: (sql, person) => persons.read(sql, person) },
    });
    pulse.whileWaiting(IMPORTS_WAIT, {
      name: 'imports',
      everyMs: MS_PER_SECOND,
      run: (goOn) => running.settle(goOn),
      failing: 'An import was cut off',
    });
    periodic.add({
      name: 'import-files',
      everyMs: MS_PER_HOUR,
      run: () => imports.endFiles(),
      failing: 'Old files of imports could not be deleted',
    });
  }
}
