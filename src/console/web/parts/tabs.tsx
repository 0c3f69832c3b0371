import { Link, useLocation } from 'wouter';

interface Props {
  readonly label: string;
  /** Their names by their paths. */
  readonly of: Readonly<Record<string, string>>;
  /** The path of the one that is shown; by default that of the page. */
  readonly here?: string;
  /** What is asked of one, and goes along to the next. */
  readonly query?: string;
}

/** Pages that belong together. */
export function Tabs({ label, of, here, query = '' }: Props) {
  const [path] = useLocation();
  return (
    <nav aria-label={label} className="tabs">
      {Object.entries(of).map(([each, name]) => (
        <Link key={each} href={`${each}${query}`} aria-current={each === (here ?? path) ? 'page' : undefined}>
          {name}
        </Link>
      ))}
    </nav>
  );
}
