import type { IncomingHttpHeaders } from 'node:http';

/** A cookie that scripts cannot read. Browsers bind names with `__Host-` to https, this host and all paths. */
export class Cookie {
  private readonly name: string;
  private readonly attributes: string;

  /** @param sameSite `Lax` also sends it when a link or a redirect from another site leads here */
  constructor(publicUrl: string, name: string, sameSite: 'Strict' | 'Lax') {
    const isSecure = new URL(publicUrl).protocol === 'https:';
    this.name = isSecure ? `__Host-${name}` : name;
    this.attributes = `Path=/; HttpOnly; SameSite=${sameSite}${isSecure ? '; Secure' : ''}`;
  }

  /** Returns the cookie's value from a request's headers, or null. */
  read({ cookie }: IncomingHttpHeaders): string | null {
    const pairs = (cookie ?? '').split(';').map((pair) => pair.trim().split('='));
    return pairs.find(([name]) => name === this.name)?.[1] ?? null;
  }

  /** Returns a `Set-Cookie` header. @param seconds until the cookie expires */
  written(value: string, seconds: number): string {
    return `${this.name}=${value}; Max-Age=${seconds}; ${this.attributes}`;
  }

  get forgotten(): string {
    return this.written('', 0);
  }
}
