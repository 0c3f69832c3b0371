import { Module } from '@nestjs/common';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { NOTIFICATION_WORDS } from '../deliveries/notifications/notification-words.js';
import { SETUP_CHECKS } from '../directory/setup-checks.js';
import { Metrics } from '../platform/running/metrics.js';
import { Periodic } from '../platform/running/periodic.sweep.js';
import { Database } from '../platform/sql/database.js';
import { MS_PER_MINUTE } from '../platform/values/duration.js';
import { SOURCE_CHECK } from './source-check.store.js';
import { SourceWatch } from './source-watch.service.js';
import { readSilent, SourceWatchStore } from './source-watch.store.js';
import { SOURCE_WORDS } from './source-words.js';
import { UnknownSourcesController } from './unknown-sources.controller.js';
import { UnknownSources } from './unknown-sources.service.js';

const LOOK_EVERY_MS = 5 * MS_PER_MINUTE;

NOTIFICATION_WORDS.add(SOURCE_WORDS);
SETUP_CHECKS.add(SOURCE_CHECK);

@Module({
  imports: [DeliveriesModule],
  controllers: [UnknownSourcesController],
  providers: [SourceWatch, SourceWatchStore, UnknownSources],
})
export class SourcesModule {
  constructor(periodic: Periodic, watch: SourceWatch, metrics: Metrics, database: Database) {
    periodic.add({
      name: 'sources',
      everyMs: LOOK_EVERY_MS,
      run: () => watch.look(),
      failing: 'Sources were not checked for silence',
    });
    const silent = metrics.gauge('touchline_sources_silent', 'Sources that have fallen silent');
    metrics.onRead(async () => silent.set((await readSilent(database.reads)).length));
  }
}
