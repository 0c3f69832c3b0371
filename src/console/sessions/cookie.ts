import type { IncomingHttpHeaders } from 'node:http';

/** A cookie that no script reads. A name with `__Host-` is taken by browsers over https alone, for this host and all paths. */
export class Cookie {
  private readonly name: string;
  private readonly attributes: string;

  /**
   * @param publicUrl of the program
   * @param sameSite whether it is sent when a page of another site leads here: with `Lax` where somebody goes there
   */
  constructor(publicUrl: string, name: string, sameSite: 'Strict' | 'Lax') {
    const isSecure = new URL(publicUrl).protocol === 'https:';
    this.name = isSecure ? `__Host-${name}` : name;
    this.attributes = `Path=/; HttpOnly; SameSite=${sameSite}${isSecure ? '; Secure' : ''}`;
  }

  /** What it holds in the cookies of a request; null for none. */
  read({ cookie }: IncomingHttpHeaders): string | null {
    const pairs = (cookie ?? '').split(';').map((pair) => pair.trim().split('='));
    return pairs.find(([name]) => name === this.name)?.[1] ?? null;
  }

  /** As it is set. @param seconds until the browser forgets it */
  written(value: string, seconds: number): string {
    return `${this.name}=${value}; Max-Age=${seconds}; ${this.attributes}`;
  }

  get forgotten(): string {
    return this.written('', 0);
  }
}
