import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where Linux distributions put it; tests that need a browser are skipped without, and say so. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** For each thing that a browser does. It says that something hangs, not that the machine is slow. */
export const BROWSER_WITHIN_MS = 300_000;

const place = PLACES.find((path) => existsSync(path));
export const hasBrowser = place !== undefined;

/** Of one process for all pages of a tab: each application has a port of its own, for which it would begin another. */
const ARGUMENTS = ['--no-sandbox', '--disable-site-isolation-trials'];

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: place!, args: ARGUMENTS, timeout: BROWSER_WITHIN_MS });
}
