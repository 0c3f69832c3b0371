import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { Request } from './touchline.js';

/** A request of which the platform says later what it has accepted. */
export interface OpenRequest extends Pick<Request, 'url' | 'headers' | 'items'> {
  readonly destinationId: string;
  readonly batchId: string;
  /** By what the platform finds it again. */
  readonly id: string;
  readonly postedAt: number;
  /** Not before. */
  readonly askAt: number;
}

/** They outlast the job in a file, which holds ids alone. Where it is lost, nothing can be taken back of what is in it. */
export class OpenRequests {
  constructor(private readonly file: string) {}

  all(): OpenRequest[] {
    return existsSync(this.file) ? JSON.parse(readFileSync(this.file, 'utf8')) : [];
  }

  add(request: OpenRequest): void {
    this.write([...this.all(), request]);
  }

  /** @param next how it stands now; null: nothing more is asked */
  replace({ id, batchId }: OpenRequest, next: OpenRequest | null): void {
    const isOther = (each: OpenRequest) => each.id !== id || each.batchId !== batchId;
    this.write([...this.all().filter(isOther), ...(next === null ? [] : [next])]);
  }

  /** Whole, or not at all. */
  private write(requests: readonly OpenRequest[]): void {
    writeFileSync(`${this.file}.new`, JSON.stringify(requests));
    renameSync(`${this.file}.new`, this.file);
  }
}
