import {
  ChartColumn,
  HeartPulse,
  Inbox as InboxIcon,
  KeyRound,
  LayoutList,
  ListChecks,
  UserRound,
  Users,
} from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'wouter';
import { NoticesProvider } from '../parts/notices.js';
import { timeOfDay, zoneBeside } from '../parts/times.js';
import { type Me, may, useMe, usePreferences } from '../session/me.js';
import { useFreshness } from './freshness.js';

interface Place {
  readonly path: string;
  readonly name: string;
  readonly Icon: typeof InboxIcon;
  readonly isFor: (me: Me) => boolean;
}

/** In the order in which people need them; whoever may not go there does not see it. */
const PLACES: readonly Place[] = [
  { path: '/inbox', name: 'Inbox', Icon: InboxIcon, isFor: ({ repId }) => repId !== null },
  { path: '/floor', name: 'Floor', Icon: LayoutList, isFor: (me) => may(me, 'manager', 'read') },
  { path: '/leads', name: 'Leads', Icon: Users, isFor: (me) => may(me, 'rep', 'manager', 'read') },
  { path: '/numbers', name: 'Numbers', Icon: ChartColumn, isFor: (me) => may(me, 'rep', 'manager', 'read') },
  { path: '/setup', name: 'Set up', Icon: ListChecks, isFor: (me) => may(me) },
  { path: '/access', name: 'Access', Icon: KeyRound, isFor: (me) => may(me) },
  { path: '/health', name: 'Health', Icon: HeartPulse, isFor: (me) => may(me, 'read') },
  { path: '/account', name: 'You', Icon: UserRound, isFor: () => true },
];

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
          {PLACES.filter(({ isFor }) => isFor(me)).map(({ path, name, Icon }) => (
            <li key={path}>
              <Link href={path} className={(isHere) => (isHere ? 'place is-here' : 'place')}>
                <Icon aria-hidden="true" size={20} />
                {name}
              </Link>
            </li>
          ))}
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
