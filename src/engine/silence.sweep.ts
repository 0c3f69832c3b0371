import { Injectable } from '@nestjs/common';
import { MS_PER_MINUTE } from '../platform/duration.js';
import { Periodic } from '../platform/periodic.sweep.js';
import { SilenceService } from './silence.service.js';

/** Looks now and then whether touches still come. */
@Injectable()
export class SilenceSweep {
  constructor(periodic: Periodic, silence: SilenceService) {
    periodic.add({
      name: 'silence',
      everyMs: 5 * MS_PER_MINUTE,
      run: () => silence.look(),
      failing: 'It is not known whether touches still come',
    });
  }
}
