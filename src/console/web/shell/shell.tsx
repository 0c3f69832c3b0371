import { Ellipsis, type LucideIcon } from 'lucide-react';
import { type ReactNode, useEffect, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { NoticesProvider } from '../parts/notices.js';
import { timeOfDay, zoneBeside } from '../parts/times.js';
import { placesFor, SCREENS } from '../screens.js';
import { useMe, usePreferences } from '../session/me.js';
import { useFreshness } from './freshness.js';

export function Shell({ children }: { children: ReactNode }) {
  const { timeZone } = useMe();
  usePreferredLook();
  return (
    <NoticesProvider>
      <a className="skip" href="#main">
        Skip to the content
      </a>
      <nav className="rail" aria-label="Console">
        <span className="brand">Touchline</span>
        <Places />
        {zoneBeside(timeZone) !== '' && <p className="zone">Times of {timeZone.replaceAll('_', ' ')}</p>}
        <Freshness />
      </nav>
      <main id="main" tabIndex={-1}>
        {children}
      </main>
    </NoticesProvider>
  );
}

/** On a phone, the number of entries in the rail; the others are in a menu. */
const AT_HAND = 4;

function Places() {
  const [here] = useLocation();
  const [openAt, setOpenAt] = useState<string | null>(null);
  const isOpen = openAt === here;
  const places = placesFor(useMe());
  const others = places.slice(AT_HAND);
  return (
    <div className={isOpen ? 'places is-open' : 'places'}>
      <ul>
        {places.slice(0, AT_HAND).map((place) => (
          <Place key={place.to} {...place} />
        ))}
      </ul>
      <button
        type="button"
        className={others.some(({ to }) => isAt(here, to)) ? 'place more is-here' : 'place more'}
        aria-expanded={isOpen}
        onClick={() => setOpenAt(isOpen ? null : here)}
      >
        <Ellipsis aria-hidden="true" size={20} />
        More
      </button>
      <ul className="others">
        {others.map((place) => (
          <Place key={place.to} {...place} />
        ))}
      </ul>
    </div>
  );
}

/** Reports whether an address belongs to a navigation entry. */
function isAt(here: string, to: string): boolean {
  const paths = [to, ...SCREENS.filter(({ within }) => within === to).map(({ path }) => path)];
  return paths.some((path) => `${here}/`.startsWith(`${path}/`));
}

function Place({ to, name, Icon }: { to: string; name: string; Icon: LucideIcon }) {
  const [here] = useLocation();
  const isHere = isAt(here, to);
  return (
    <li>
      <Link href={to} className={isHere ? 'place is-here' : 'place'} aria-current={isHere ? 'page' : undefined}>
        <Icon aria-hidden="true" size={20} />
        {name}
      </Link>
    </li>
  );
}

/** Says whether the page is live, because users reload pages that they do not trust. */
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
