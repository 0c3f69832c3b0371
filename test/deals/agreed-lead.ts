export interface AgreedDeal {
  stage: 'open' | 'won' | 'lost';
  amount: string | null;
  /** Whether it is lost for a reason of the taxonomy. */
  isExplained?: boolean;
}

export interface AgreedWin {
  readonly cycle: number;
  /** The index of the deal that was won, or null for none. */
  by: number | null;
  value: string | null;
  stands: boolean;
}

export interface AgreedClosing {
  stands: boolean;
}

/**
 * A model of a lead and its deals, as simple as possible, of how the contract lets each affect the other. Each action
 * reports whether it is allowed, and if so applies it.
 */
export class AgreedLead {
  status: 'open' | 'won' | 'lost' = 'open';
  cycle = 1;
  readonly deals: AgreedDeal[] = [];
  readonly wins: AgreedWin[] = [];
  readonly closings: AgreedClosing[] = [];
  /** The lost deals that await a decision about the lead. */
  private readonly asking = new Set<number>();

  begin(amount: string): boolean {
    if (this.open !== -1) return false;
    this.deals.push({ stage: 'open', amount });
    this.openForDeal();
    return true;
  }

  win(place: number): boolean {
    const deal = this.deals[place]!;
    if (deal.stage !== 'open') return false;
    deal.stage = 'won';
    this.openForDeal();
    const { present } = this;
    if (this.status === 'open') {
      this.wins.push({ cycle: this.cycle, by: place, value: deal.amount, stands: true });
      this.become('won');
    } else if (this.status === 'won' && present?.by === null)
      Object.assign(present, { by: place, value: deal.amount ?? present.value });
    return true;
  }

  /** @param isExplained whether a reason of the taxonomy is given */
  lose(place: number, closes: boolean, isExplained = true): boolean {
    const deal = this.deals[place]!;
    if (deal.stage !== 'open') return false;
    Object.assign(deal, { stage: 'lost', isExplained });
    if (this.status === 'open' && closes) this.close();
    else if (this.status === 'open') this.asking.add(place);
    return true;
  }

  /** A reason that is reported later closes a lead that awaits a decision. */
  private explain(place: number): void {
    const deal = this.deals[place]!;
    if (deal.isExplained === true) return;
    deal.isExplained = true;
    if (this.status === 'open' && this.asking.size > 0 && this.open === -1) this.close();
  }

  reopen(place: number): boolean {
    const deal = this.deals[place]!;
    if (deal.stage === 'open' || this.open !== -1) return false;
    const former = deal.stage;
    deal.stage = 'open';
    this.asking.delete(place);
    if (former === 'won') this.undoWin(place, null);
    this.openForDeal();
    return true;
  }

  /** Sets the stage that a CRM reports; a won deal may become lost in one step. */
  turn(place: number, stage: AgreedDeal['stage'], closes: boolean): boolean {
    const deal = this.deals[place]!;
    if (deal.stage === stage) {
      if (stage === 'lost' && closes) this.explain(place);
      return true;
    }
    if (stage === 'open') return this.reopen(place);
    const former = deal.stage;
    if (former === 'open') return stage === 'won' ? this.win(place) : this.lose(place, closes, closes);
    if (stage === 'lost') {
      Object.assign(deal, { stage: 'lost', isExplained: closes });
      const isClosed = this.undoWin(place, closes);
      if (isClosed || this.status !== 'open' || this.open !== -1) return true;
      if (closes) this.close();
      else this.asking.add(place);
      return true;
    }
    deal.stage = 'open';
    this.asking.delete(place);
    return this.win(place);
  }

  worth(place: number, amount: string): void {
    this.deals[place]!.amount = amount;
    const win = this.wins.find(({ by, stands }) => by === place && stands);
    if (win !== undefined && this.deals[place]!.stage === 'won') win.value = amount;
  }

  /** The amount of a won deal can be changed, but not removed. */
  unsay(place: number): boolean {
    const deal = this.deals[place]!;
    if (deal.stage === 'won' && deal.amount !== null) return false;
    deal.amount = null;
    return true;
  }

  winItself(value: string | null): boolean {
    if (this.status !== 'open') return false;
    const { open } = this;
    const win: AgreedWin = { cycle: this.cycle, by: open === -1 ? null : open, value, stands: true };
    this.wins.push(win);
    this.become('won');
    if (open === -1) return true;
    const deal = this.deals[open]!;
    deal.stage = 'won';
    if (value === null) win.value = deal.amount;
    else deal.amount = value;
    return true;
  }

  revalue(win: AgreedWin, value: string): boolean {
    if (!win.stands) return false;
    win.value = value;
    if (win.by !== null) this.deals[win.by]!.amount = value;
    return true;
  }

  reverse(win: AgreedWin): boolean {
    if (!win.stands) return true;
    if (win.by !== null && this.open !== -1) return false;
    const isPresent = this.present === win;
    win.stands = false;
    const { by } = win;
    win.by = null;
    if (by !== null) this.deals[by]!.stage = 'open';
    if (isPresent) this.comeBack();
    else if (by !== null) this.openForDeal();
    return true;
  }

  /** @param losesDeal whether its open deal is lost too, or kept */
  closeItself(losesDeal: boolean): boolean {
    if (this.status !== 'open') return false;
    if (losesDeal && this.open !== -1) Object.assign(this.deals[this.open]!, { stage: 'lost', isExplained: true });
    this.close();
    return true;
  }

  reopenItself(): boolean {
    if (this.status === 'open') return false;
    this.takeBackClosing();
    this.comeBack();
    return true;
  }

  private get open(): number {
    return this.deals.findIndex(({ stage }) => stage === 'open');
  }

  /** The win that makes the lead won at present. */
  private get present(): AgreedWin | undefined {
    return this.status === 'won' ? this.wins.find(({ cycle, stands }) => stands && cycle === this.cycle) : undefined;
  }

  /**
   * @param closes whether the deal is lost with a reason that closes the lead; null if open again @returns whether it
   * did
   */
  private undoWin(place: number, closes: boolean | null): boolean {
    const win = this.wins.find(({ by, stands }) => by === place && stands);
    if (win === undefined) return false;
    const isPresent = this.present === win;
    const others = this.deals.map((_, other) => other);
    const heir = others.find(
      (each) => this.deals[each]!.stage === 'won' && !this.wins.some(({ by, stands }) => by === each && stands),
    );
    if (isPresent && heir !== undefined) {
      Object.assign(win, { by: heir, value: this.deals[heir]!.amount ?? win.value });
      return false;
    }
    Object.assign(win, { stands: false, by: null });
    if (!isPresent) return false;
    if (closes === true && this.open === -1) {
      this.close();
      return true;
    }
    this.comeBack();
    return false;
  }

  /** A lead that was closed without a win opens when a deal of it is made, reopened or won. */
  private openForDeal(): void {
    if (this.status !== 'lost') return;
    this.takeBackClosing();
    this.comeBack();
  }

  private takeBackClosing(): void {
    const closing = this.closings.at(-1);
    if (this.status === 'lost' && closing !== undefined) closing.stands = false;
  }

  private close(): void {
    this.closings.push({ stands: true });
    this.become('lost');
  }

  private become(status: AgreedLead['status']): void {
    this.status = status;
    this.asking.clear();
  }

  private comeBack(): void {
    this.become('open');
    this.cycle += 1;
  }
}
