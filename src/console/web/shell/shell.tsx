import type { LucideIcon } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { Link, useLocation } from 'wouter';
import { NoticesProvider } from '../parts/notices.js';
import { timeOfDay, zoneBeside } from '../parts/times.js';
import { addressOf, SCREENS } from '../screens.js';
import { useMe, usePreferences } from '../session/me.js';
import { useFreshness } from './freshness.js';

export function Shell({ children }: { children: ReactNode }) {
  const me = useMe();
  usePreferredLook();
  return (
    <NoticesProvider>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <nav className="rail" aria-label="Console">
        <span className="brand">Touchline</span>
        <ul>
          {SCREENS.filter(({ isFor }) => isFor(me)).map(
            (screen) => screen.place && <Place key={screen.path} to={addressOf(screen)} {...screen.place} />,
          )}
        </ul>
        {zoneBeside(me.timeZone) !== '' && <p className="zone">Times of {me.timeZone.replaceAll('_', ' ')}</p>}
        <Freshness />
      </nav>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </NoticesProvider>
  );
}

function Place({ to, name, Icon }: { to: string; name: string; Icon: LucideIcon }) {
  const [here] = useLocation();
  const paths = [to, ...SCREENS.filter(({ within }) => within === to).map(({ path }) => path)];
  const isHere = paths.some((path) => `${here}/`.startsWith(`${path}/`));
  return (
    <li>
      <Link href={to} className={isHere ? 'place is-here' : 'place'}>
        <Icon aria-hidden="true" size={20} />
        {name}
      </Link>
    </li>
  );
}

/** Whether what is shown is what is: said in words, as people reload pages that they do not trust. */
function Freshness() {
  const freshness = useFreshness();
  const { timeZone } = useMe();
  if (freshness === null) return null;
  return (
    <p className={`freshness is-${freshness.isLive ? 'live' : 'stale'}`} role="status">
      {freshness.isLive ? 'Live' : `As of ${timeOfDay(freshness.asOf, timeZone)}, reconnecting`}
    </p>
  );
}

function usePreferredLook(): void {
  const { theme = 'system', density = 'comfortable' } = usePreferences();
  useEffect(() => {
    const { dataset } = document.documentElement;
    dataset.density = density;
    if (theme === 'system') delete dataset.theme;
    else dataset.theme = theme;
    try {
      localStorage.setItem('touchline.theme', theme);
    } catch {
      // The browser keeps nothing for this site: the page is light until the preferences have arrived.
    }
  }, [theme, density]);
}
