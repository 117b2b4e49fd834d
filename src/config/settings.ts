/** `postroom.yaml` as a value: where the gateway listens, where letters go, where things are kept. */

export type Listen = { readonly host: string; readonly port: number };

/** The built-in next hop writes files; the other kind speaks SMTP. */
export type Route =
  | { readonly kind: 'outbox' }
  | { readonly kind: 'smtp'; readonly host: string; readonly port: number; readonly implicitTls: boolean };

export type Settings = {
  /** The file it was read from, for messages; absolute. */
  readonly file: string;
  /** council.yaml files, absolute. */
  readonly councils: readonly string[];
  /** Absolute. */
  readonly data: string;
  readonly hostname: string;
  readonly smtp: {
    readonly listen: readonly Listen[];
    /** CIDR blocks or single addresses. */
    readonly trusted: readonly string[];
    readonly submission: readonly Listen[];
    readonly submissions: readonly Listen[];
    readonly inbound: readonly Listen[];
    readonly tls: { readonly cert: string; readonly key: string } | null;
    /** Bytes, bytes, count. */
    readonly limits: { readonly size: number; readonly header: number; readonly recipients: number };
    /** Domains whose ARC seal is believed on the inbound listener. */
    readonly arcSealers: readonly string[];
  };
  readonly deliver: {
    readonly nextHop: string;
    /** Route name (`default` or a recipient domain) to next hop. */
    readonly routes: ReadonlyMap<string, Route>;
    readonly tls: 'none' | 'opportunistic' | 'required';
    readonly expireMs: number;
    /** Connections to one next hop at a time, for each worker. */
    readonly slots: number;
  };
  readonly desk: { readonly listen: Listen; readonly url: string };
  /** `redis://…`; null for its own. */
  readonly redis: string | null;
  /** `postgres://…`; null for its own. */
  readonly database: string | null;
  readonly spool: { readonly at: string; readonly limit: number };
  /** Milliseconds. */
  readonly retention: { readonly delivered: number; readonly ended: number; readonly events: number };
};
