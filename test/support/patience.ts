import { jest } from '@jest/globals';

/** Replaces the timeouts of outgoing requests, which then expire when a test says so. */
export class Patience {
  readonly limitsMs: number[] = [];
  private readonly waiting: AbortController[] = [];
  private readonly clock = jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const controller = new AbortController();
    this.limitsMs.push(ms);
    this.waiting.push(controller);
    return controller.signal;
  });

  /** Lets the timeouts of all pending requests expire. */
  end(): void {
    for (const each of this.waiting.splice(0))
      each.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  }

  restore(): void {
    this.clock.mockRestore();
  }
}
