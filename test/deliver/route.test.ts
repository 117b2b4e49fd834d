import { expect, it } from 'vitest';
import type { Route } from '../../src/config/settings.ts';
import { hopKey, routeOf } from '../../src/deliver/route.ts';
import { smtp } from './letter.ts';

const routes = new Map<string, Route>([
  ['default', { kind: 'outbox' }],
  ['Westshire.example', smtp(25)],
  ['bücher.example', smtp(26)],
]);

it('sends a copy by the route of its recipient’s domain, else by the default', () => {
  expect(routeOf('p.okafor@westshire.EXAMPLE', routes)).toBe('Westshire.example');
  expect(routeOf('"odd@westshire.example"@ashcombe-tc.example', routes)).toBe('default');
  expect(routeOf('x@sub.westshire.example', routes)).toBe('default');
  expect(routeOf('x@xn--bcher-kva.example', routes)).toBe('bücher.example');
  expect(routeOf('postmaster', routes)).toBe('default');
});

it('lets routes to one next hop share its connections', () => {
  expect(hopKey({ ...smtp(25), host: 'MX.example' })).toBe(hopKey({ ...smtp(25), host: 'mx.example' }));
  expect(hopKey(smtp(25))).not.toBe(hopKey({ ...smtp(25), implicitTls: true }));
});
