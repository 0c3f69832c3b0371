import { Module } from '@nestjs/common';
import { Pulse } from '../engine/pulse.sweep.js';
import { ErasureModule } from '../erasure/erasure.module.js';
import { INVARIANTS } from '../events/verified.js';
import { TracesOfPersons } from '../lifecycle/person-traces.service.js';
import { Periodic } from '../platform/running/periodic.sweep.js';
import { MS_PER_HOUR, MS_PER_SECOND } from '../platform/values/duration.js';
import { IMPORTS_WAIT, ImportStore } from './import.store.js';
import { IMPORT_INVARIANTS } from './import-check.store.js';
import { ImportErasing } from './import-erasing.service.js';
import { ImportRowsStore } from './import-rows.store.js';
import { ImportRunning } from './import-running.service.js';
import { ImportsController } from './imports.controller.js';
import { Imports } from './imports.service.js';
import { SealedRows } from './sealed-rows.service.js';
import { Uploading } from './uploading.service.js';

INVARIANTS.add(IMPORT_INVARIANTS);

@Module({
  imports: [ErasureModule],
  controllers: [ImportsController],
  providers: [ImportErasing, Imports, ImportRowsStore, ImportRunning, ImportStore, SealedRows, Uploading],
})
export class ImportsModule {
  constructor(
    periodic: Periodic,
    pulse: Pulse,
    running: ImportRunning,
    imports: Imports,
    erasing: ImportErasing,
    traces: TracesOfPersons,
  ) {
    traces.add({ eraseKnown: (tx, person) => erasing.erase(tx, person) });
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
