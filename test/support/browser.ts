import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/**
 * Where Linux distributions install it, the one without windows first, which takes less processor time. Without a
 * browser, tests that need one are skipped with a warning.
 */
const PLACES = [
  '/usr/bin/chromium-headless-shell',
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
];

/** For each step in a browser. Long enough that only a hanging step exceeds it, not a slow machine. */
export const BROWSER_WITHIN_MS = 300_000;

const place = PLACES.find((path) => existsSync(path));
export const hasBrowser = place !== undefined;

/** One process for all pages of a tab: each application has a port of its own, which would start another process. */
const ARGUMENTS = ['--no-sandbox', '--disable-site-isolation-trials'];

export function startBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: place!, args: ARGUMENTS, timeout: BROWSER_WITHIN_MS });
}
