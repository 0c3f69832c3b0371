import { setImmediate } from 'node:timers/promises';

/** A request, a heartbeat or a clock that falls due waits no longer than this for work that takes longer. */
const TURN_MS = 10;

/** Lets others have their turn in the middle of work that would keep everybody waiting. */
export class Turns {
  private endsAtMs = performance.now() + TURN_MS;

  /** To be asked between two parts of the work. */
  async next(): Promise<void> {
    if (performance.now() < this.endsAtMs) return;
    await setImmediate();
    this.endsAtMs = performance.now() + TURN_MS;
  }
}
