import { Injectable } from '@nestjs/common';
import { Pulse } from '../../engine/pulse.sweep.js';
import { MS_PER_SECOND } from '../../platform/duration.js';
import { FeedbackPush } from './feedback-push.service.js';
import { PUSH_WAITS } from './push.store.js';

/** Posts to ad platforms what is due; when, the rows say. */
@Injectable()
export class FeedbackPushSweep {
  constructor(pulse: Pulse, push: FeedbackPush) {
    pulse.whileWaiting(PUSH_WAITS, {
      name: 'push',
      everyMs: 5 * MS_PER_SECOND,
      run: (goOn) => push.look(goOn),
      failing: 'Posting falls behind',
      // A platform that is slow must not keep the others waiting.
      mayOverlap: true,
    });
  }
}
