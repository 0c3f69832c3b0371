import { Injectable } from '@nestjs/common';

/** Lets work that has just been committed wake the sweeps of this node, without a word to the database. */
@Injectable()
export class Waker {
  private readonly sleepers: (() => void)[] = [];

  onWake(sleeper: () => void): void {
    this.sleepers.push(sleeper);
  }

  wake(): void {
    for (const sleeper of this.sleepers) sleeper();
  }
}
