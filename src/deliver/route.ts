/** Which next hop a copy takes: the one named for its recipient's domain, else the default. */
import { domainToASCII } from 'node:url';
import type { Route } from '../config/settings.ts';

/** A name in `routes`, or `default`. Domains are compared as DNS would, so that `Ü.example` finds `xn--…`. */
export function routeOf(address: string, routes: ReadonlyMap<string, Route>): string {
  const domain = folded(address.slice(address.lastIndexOf('@') + 1));
  for (const name of routes.keys()) {
    if (name !== 'default' && folded(name) === domain) return name;
  }
  return 'default';
}

function folded(domain: string): string {
  return (domainToASCII(domain) || domain).toLowerCase();
}

/** Routes that share a next hop share its connections and slots. */
export function hopKey(route: Route): string {
  return route.kind === 'outbox'
    ? 'outbox'
    : `${route.host.toLowerCase()}:${route.port}${route.implicitTls ? ':tls' : ''}`;
}
