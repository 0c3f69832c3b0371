import { jest } from '@jest/globals';

/** Stands for the clock of whoever asks other programs: their patience is over when a test says so. */
export class Patience {
  /** How long each was ready to wait. */
  readonly limitsMs: number[] = [];
  private readonly waiting: AbortController[] = [];
  private readonly clock = jest.spyOn(AbortSignal, 'timeout').mockImplementation((ms) => {
    const controller = new AbortController();
    this.limitsMs.push(ms);
    this.waiting.push(controller);
    return controller.signal;
  });

  /** As when the time is over of all that is under way. */
  end(): void {
    for (const each of this.waiting.splice(0))
      each.abort(new DOMException('The operation was aborted due to timeout', 'TimeoutError'));
  }

  /** From here on the real clock runs again. */
  restore(): void {
    this.clock.mockRestore();
  }
}
