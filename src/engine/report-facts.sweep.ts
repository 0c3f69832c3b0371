import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { MS_PER_SECOND } from '../platform/instant.js';
import { Pulse } from './pulse.sweep.js';
import { ReportFacts } from './report-facts.service.js';

/** So many times as long as the work it rests at most, and looks so often whether it has to. */
const RESTS = 6;
const LOOK_MS = 50;
/** The share of its time in which a node has something to do. */
const BUSY = 0.4;

/** Brings reports up to date, a moment behind what happens. Their place in the ledger is where it was when that fails. */
@Injectable()
export class ReportFactsSweep {
  constructor(pulse: Pulse, facts: ReportFacts) {
    pulse.whenRecorded({
      name: 'reports',
      everyMs: MS_PER_SECOND,
      run: (goOn) => facts.follow((tookMs) => rest(tookMs, goOn)),
      failing: 'Reports fall behind',
    });
  }
}

/**
 * Whoever waits for an answer comes first: as long as the node has much to do besides, each slice is followed by a rest of
 * several times its length. Without it taking leads in was half as fast.
 */
async function rest(tookMs: number, goOn: () => boolean): Promise<boolean> {
  const untilMs = performance.now() + tookMs * RESTS;
  for (let isBusy = true; isBusy && performance.now() < untilMs && goOn(); ) {
    const before = performance.eventLoopUtilization();
    await setTimeout(LOOK_MS);
    isBusy = performance.eventLoopUtilization(before).utilization > BUSY;
  }
  return goOn();
}
