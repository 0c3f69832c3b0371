import { Injectable } from '@nestjs/common';
import { MS_PER_MINUTE } from '../platform/duration.js';
import { Periodic } from '../platform/periodic.sweep.js';
import { SuppressionDigest } from './suppression-digest.service.js';

/** Looks now and then whether the daily list of leads that were kept out is due. */
@Injectable()
export class SuppressionDigestSweep {
  constructor(periodic: Periodic, digest: SuppressionDigest) {
    periodic.add({
      name: 'suppression',
      everyMs: 5 * MS_PER_MINUTE,
      run: () => digest.look(),
      failing: 'Nobody was told which leads were kept out',
    });
  }
}
