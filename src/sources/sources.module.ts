import { Module } from '@nestjs/common';
import { SEALED_PLACES } from '../configuration/sealed-field.service.js';
import { DeliveriesModule } from '../deliveries/deliveries.module.js';
import { addWayToTools } from '../deliveries/failing-tools/failing-tool.store.js';
import { NOTIFICATION_WORDS } from '../deliveries/notifications/notification-words.js';
import { Senders } from '../deliveries/senders.service.js';
import { SETUP_CHECKS } from '../directory/setup-checks.js';
import { Pulse } from '../engine/pulse.sweep.js';
import { ErasureModule } from '../erasure/erasure.module.js';
import { type ErasedPerson, HELD_OF_PERSONS, PERSONAL_DATA } from '../leads/personal-data.js';
import { TracesOfPersons } from '../lifecycle/person-traces.service.js';
import { Metrics } from '../platform/running/metrics.js';
import { Periodic } from '../platform/running/periodic.sweep.js';
import { Database, type Tx } from '../platform/sql/database.js';
import { MS_PER_HOUR, MS_PER_MINUTE, MS_PER_SECOND } from '../platform/values/duration.js';
import { ArrivalStore, hashesOfPerson, readArrivalsOf } from './arrivals/arrival.store.js';
import { ArrivalsController } from './arrivals/arrivals.controller.js';
import { HELD_ARRIVALS } from './arrivals/arrivals.schema.js';
import { Arrivals } from './arrivals/arrivals.service.js';
import { ArrivalsReading } from './arrivals/arrivals-reading.service.js';
import { InController } from './arrivals/in.controller.js';
import { InDoor } from './arrivals/in-door.service.js';
import { KnownPersons } from './arrivals/known-persons.service.js';
import { RejectionAlarmStore } from './arrivals/rejection-alarm.store.js';
import { REJECTION_WORDS } from './arrivals/rejection-words.js';
import { Replaying } from './arrivals/replaying.service.js';
import { SealedRequests } from './arrivals/sealed-requests.service.js';
import { TellingRejections } from './arrivals/telling-rejections.service.js';
import { AskedProductStore, PRODUCTS_WAIT } from './asked/asked-product.store.js';
import { Products } from './asked/asking.service.js';
import { Deletions } from './asked/deletions.service.js';
import { LeadFetchSender } from './asked/lead-fetch.sender.js';
import { LeadFetchStore } from './asked/lead-fetch.store.js';
import { Looking } from './asked/looking.service.js';
import { ToldLeads } from './asked/told-leads.service.js';
import { WAYS_TO_PRODUCTS } from './asked/ways-to-products.store.js';
import { ConnectionTools } from './connections/connection-tools.service.js';
import { InboundController, NeedsSecretsKey } from './connections/inbound.controller.js';
import { InboundStore } from './connections/inbound.store.js';
import { HostedFormsController } from './hosted/hosted-forms.controller.js';
import { HostedForms } from './hosted/hosted-forms.service.js';
import { InScriptController } from './hosted/in-script.controller.js';
import { Expressions } from './maps/expressions.service.js';
import { SOURCE_CHECK } from './source-check.store.js';
import { SourceWatch } from './source-watch.service.js';
import { readSilent, SourceWatchStore } from './source-watch.store.js';
import { SOURCE_WORDS } from './source-words.js';
import { ContactReports } from './touches/contact-reports.service.js';
import { UnknownSourcesController } from './unknown-sources.controller.js';
import { UnknownSources } from './unknown-sources.service.js';

const LOOK_EVERY_MS = 5 * MS_PER_MINUTE;
const TELL_EVERY_MS = MS_PER_MINUTE;
const TAKE_UP_EVERY_MS = 10 * MS_PER_SECOND;

NOTIFICATION_WORDS.add(SOURCE_WORDS);
NOTIFICATION_WORDS.add(REJECTION_WORDS);
SETUP_CHECKS.add(SOURCE_CHECK);
SEALED_PLACES.add(
  ...['inbound_secret', 'inbound_token'].map((table) => ({
    kind: 'inbound',
    words: 'the connection',
    select: `id, name, sealed from ${table} join inbound on id = inbound_id`,
  })),
);
for (const way of WAYS_TO_PRODUCTS) addWayToTools(way);
PERSONAL_DATA.add({ tables: {}, sections: {}, foundOtherwise: { arrival: { sealed: 'submissions' } } });
HELD_OF_PERSONS.add({ ...HELD_ARRIVALS, read: readArrivalsOf });

@Module({
  imports: [DeliveriesModule, ErasureModule],
  // Arrivals before connections, so that `arrivals` is no id.
  controllers: [
    UnknownSourcesController,
    ArrivalsController,
    InboundController,
    InController,
    HostedFormsController,
    InScriptController,
  ],
  providers: [
    SourceWatch,
    SourceWatchStore,
    UnknownSources,
    ArrivalStore,
    Arrivals,
    ArrivalsReading,
    ConnectionTools,
    ContactReports,
    Deletions,
    Expressions,
    AskedProductStore,
    HostedForms,
    InDoor,
    InboundStore,
    KnownPersons,
    LeadFetchSender,
    LeadFetchStore,
    Looking,
    NeedsSecretsKey,
    Products,
    RejectionAlarmStore,
    Replaying,
    SealedRequests,
    ToldLeads,
    TellingRejections,
  ],
})
export class SourcesModule {
  constructor(
    periodic: Periodic,
    watch: SourceWatch,
    replaying: Replaying,
    traces: TracesOfPersons,
    arrivals: ArrivalStore,
    telling: TellingRejections,
    rejections: RejectionAlarmStore,
    metrics: Metrics,
    database: Database,
    senders: Senders,
    fetching: LeadFetchSender,
    pulse: Pulse,
    looking: Looking,
  ) {
    senders.add(fetching);
    pulse.whileWaiting(PRODUCTS_WAIT, {
      name: 'askedProducts',
      everyMs: MS_PER_SECOND,
      run: (goOn) => looking.look(goOn),
      failing: 'Products were not subscribed or looked through',
    });
    periodic.add({
      name: 'arrivals',
      everyMs: TAKE_UP_EVERY_MS,
      run: () => replaying.takeDue(),
      failing: 'What arrived at connections was not taken up again',
    });
    periodic.add({
      name: 'oldArrivals',
      everyMs: MS_PER_HOUR,
      run: (goOn) => replaying.forget(goOn),
      failing: 'What arrived long ago could not be forgotten',
    });
    const erase = async (tx: Tx, { leadIds, ...keys }: ErasedPerson) => ({
      submissions: await arrivals.erase(tx, { leadIds, hashes: hashesOfPerson(keys) }),
    });
    traces.add({
      eraseOrigins: async (tx, person) => {
        await arrivals.lockAgainstTaking(tx);
        return erase(tx, person);
      },
      eraseKnown: erase,
    });
    periodic.add({
      name: 'sources',
      everyMs: LOOK_EVERY_MS,
      run: () => watch.look(),
      failing: 'Sources were not checked for silence',
    });
    periodic.add({
      name: 'rejections',
      everyMs: TELL_EVERY_MS,
      run: () => telling.tell(),
      failing: 'Nobody was told of rejected submissions',
    });
    const left = metrics.gauge('touchline_submissions_left', 'Submissions of 30 days that are no leads', ['state']);
    metrics.onRead(async () => {
      left.reset();
      for (const { state, count } of await rejections.countLeft(database.reads)) left.set({ state }, count);
    });
    const silent = metrics.gauge('touchline_sources_silent', 'Sources that have fallen silent');
    metrics.onRead(async () => silent.set((await readSilent(database.reads)).length));
  }
}
