import { Module } from '@nestjs/common';
import { SEALED_PLACES } from '../configuration/sealed-field.service.js';
import { USERS } from '../configuration/users.store.js';
import { Pulse } from '../engine/pulse.sweep.js';
import { NAMED_IN_DATA } from '../events/named.js';
import { PERSONAL_DATA, SENT_TO_PLATFORMS } from '../leads/personal-data.js';
import { Periodic } from '../platform/running/periodic.sweep.js';
import { MS_PER_MINUTE, MS_PER_SECOND } from '../platform/values/duration.js';
import { BatchStore } from './batches/batch.store.js';
import { BatchesController, ItemsController } from './batches/batches.controller.js';
import { BatchesService } from './batches/batches.service.js';
import { DeliveryStore, readSentToPlatforms } from './delivery.store.js';
import { USERS_AMONG_DESTINATIONS } from './destinations/destination.kind.js';
import { DestinationStore, readDestinationNames } from './destinations/destination.store.js';
import { DestinationTestService } from './destinations/destination-test.service.js';
import { DestinationToolsController } from './destinations/destination-tools.controller.js';
import { DestinationToolsService } from './destinations/destination-tools.service.js';
import { DestinationsController } from './destinations/destinations.controller.js';
import { HealthStore } from './destinations/health.store.js';
import { DueStore, WaitingDeliveryStore } from './dispatch/due.store.js';
import { FeedbackMetrics } from './feedback-metrics.service.js';
import { FeedbackMetricsStore } from './feedback-metrics.store.js';
import { FeedbackUpkeep } from './feedback-upkeep.service.js';
import { LedgerKeeping } from './ledger-keeping.service.js';
import { PERSONAL_DATA_OF_FEEDBACK } from './personal-data.js';
import { FeedbackPlanning } from './planning/feedback-planning.service.js';
import { PLATFORM_NAMES } from './platform.js';
import { FeedbackOutcomes } from './posting/feedback-outcomes.service.js';
import { FeedbackPush } from './posting/feedback-push.service.js';
import { Poster } from './posting/poster.service.js';
import { PUSH_WAITS, PushStore } from './posting/push.store.js';
import { FailureTally, PushTally } from './posting/push-tally.js';
import { SurvivalStore } from './survival/survival.store.js';
import { Survivals } from './survival/survivals.service.js';

SEALED_PLACES.add({
  kind: 'destination',
  words: 'the feedback destination',
  select: 'id, name, sealed from feedback_credentials join feedback_destination on id = destination_id',
});

PERSONAL_DATA.add(PERSONAL_DATA_OF_FEEDBACK);
SENT_TO_PLATFORMS.add({ platforms: PLATFORM_NAMES, read: readSentToPlatforms });
USERS.add(...USERS_AMONG_DESTINATIONS);
NAMED_IN_DATA.add({ field: 'destinationId', read: readDestinationNames });

/** What ad platforms are sent about leads: destinations, batches, posting. */
@Module({
  controllers: [DestinationToolsController, DestinationsController, BatchesController, ItemsController],
  providers: [
    DestinationTestService,
    DestinationToolsService,
    BatchesService,
    FeedbackOutcomes,
    FeedbackPlanning,
    FeedbackPush,
    FeedbackUpkeep,
    BatchStore,
    DeliveryStore,
    DestinationStore,
    DueStore,
    HealthStore,
    LedgerKeeping,
    Poster,
    PushStore,
    WaitingDeliveryStore,
    FailureTally,
    PushTally,
    FeedbackMetrics,
    FeedbackMetricsStore,
    SurvivalStore,
    Survivals,
  ],
})
export class FeedbackModule {
  constructor(
    periodic: Periodic,
    pulse: Pulse,
    planning: FeedbackPlanning,
    upkeep: FeedbackUpkeep,
    push: FeedbackPush,
    survivals: Survivals,
  ) {
    pulse.whenRecorded({
      name: 'feedback',
      everyMs: MS_PER_SECOND,
      run: (goOn) => planning.follow(async () => goOn()),
      failing: 'Feedback falls behind',
    });
    periodic.add({
      name: 'feedback-upkeep',
      everyMs: MS_PER_MINUTE,
      run: () => upkeep.look(),
      failing: 'Feedback does not expire in time',
    });
    periodic.add({
      name: 'feedback-survivals',
      everyMs: MS_PER_MINUTE,
      run: () => survivals.look(),
      failing: 'The remaining values of wins are not sent to ad platforms',
    });
    pulse.whileWaiting(PUSH_WAITS, {
      name: 'push',
      everyMs: 5 * MS_PER_SECOND,
      run: (goOn) => push.look(goOn),
      failing: 'Posting falls behind',
      // A slow platform must not delay the others.
      mayOverlap: true,
    });
  }
}
