/** Whether this node was told to stop, and still answers for those who have not heard of it. */
export class Draining {
  private isOn = false;

  get hasBegun(): boolean {
    return this.isOn;
  }

  begin(): void {
    this.isOn = true;
  }
}
