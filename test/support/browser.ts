import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Linux distributions put it; tests that need a browser are skipped without, and say so. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** For each thing that a browser does. It says that something hangs, not that the machine is slow. */
export const BROWSER_WITHIN_MS = 300_000;

const place = PLACES.find((path) => existsSync(path));
export const hasBrowser = place !== undefined;

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: place!, args: ['--no-sandbox'], timeout: BROWSER_WITHIN_MS });
}
