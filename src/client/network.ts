/**
 * What a client can ask of the cluster's network, and what comes back. Plain data; every answer is there at once and says
 * after how many virtual milliseconds the client has it: the client compares that with its own limits and waits.
 */
import type { Address, Hop, RequestError } from './traffic';

export type RecordType = 'A' | 'AAAA' | 'CNAME' | 'SRV' | 'PTR' | 'TXT' | 'MX' | 'NS' | 'SOA' | 'ANY';

/** One query to a DNS server. */
export interface DnsQuestion {
  /** Absolute, without the dot at its end. */
  readonly name: string;
  readonly type: RecordType;
  /** The client tells with EDNS how much it takes, and sends a cookie, as dig does; absent: neither. */
  readonly bufferSize?: number;
}
/** The question as a DNS server gets it. */
export interface DnsQuery extends DnsQuestion {
  readonly from: Address;
  /** The client's number for it: 0 to 65535. */
  readonly id: number;
}
export interface DnsRecord {
  /** Absolute, without the dot at its end. */
  readonly name: string;
  readonly ttl: number;
  readonly type: RecordType;
  /** As dig prints it: `10.96.0.1`, `0 100 80 kubia.default.svc.cluster.local.`. */
  readonly data: string;
}
export interface DnsReply {
  readonly rcode: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED';
  readonly authoritative: boolean;
  readonly recursionAvailable: boolean;
  readonly answers: readonly DnsRecord[];
  readonly authority?: readonly DnsRecord[];
  readonly additional?: readonly DnsRecord[];
}

/** What a DNS server did with a query: how long that took, and the way on to others whom it asked. */
export type DnsServed = { readonly reply: DnsReply; readonly ms?: number; readonly hops?: readonly Hop[] } | 'hang';

/** How a query ended. */
export type Lookup =
  | {
      readonly type: 'reply';
      readonly ms: number;
      /** The query's number, which the reply has, too. */
      readonly id: number;
      readonly reply: DnsReply;
      readonly hops: readonly Hop[];
    }
  | { readonly type: 'refused'; readonly ms: number; readonly hops: readonly Hop[] }
  /** No answer, ever. */
  | { readonly type: 'lost'; readonly hops: readonly Hop[] };

/** An established connection: what both ends and the connection tracking of the nodes between them know. */
export interface Connection {
  readonly from: Address;
  /** Whom the client dialled. */
  readonly to: Address;
  /** Who took it, after all translation. */
  readonly server: Address;
  /** The client's address as the server sees it. */
  readonly seenFrom: string;
  /** The process that took it, as its machine names it; a later one at the same address knows nothing of it. */
  readonly peer?: string;
  readonly hops: readonly Hop[];
}

/** How an attempt to connect ended. */
export type Dialled =
  | { readonly type: 'connected'; readonly ms: number; readonly connection: Connection; readonly hops: readonly Hop[] }
  | { readonly type: 'refused'; readonly ms: number; readonly hops: readonly Hop[] }
  | { readonly type: 'noRoute'; readonly ms: number; readonly hops: readonly Hop[] }
  /** No answer, ever: the client's limit decides. */
  | { readonly type: 'lost'; readonly hops: readonly Hop[] };

/** Header names as sent, in their order. */
export type Headers = readonly (readonly [name: string, value: string])[];

/** How a client begins a TLS connection. */
export interface ClientHello {
  readonly serverName: string;
  /** Certificates that it trusts, as PEM text: it asks nothing of a server that shows another one. Absent: it takes any. */
  readonly trusted?: string;
}

export interface HttpAsk {
  readonly method: string;
  /** With the query string. */
  readonly path: string;
  readonly headers: Headers;
  readonly body?: string;
  /** Absent: HTTP/1.1. */
  readonly version?: 'HTTP/1.0';
  /** The client begins with a TLS handshake. */
  readonly tls?: ClientHello;
  /** It is one of so many like it in so much time, as far as processor time is concerned; absent: it is alone. */
  readonly stands?: { readonly times: number; readonly forMs: number };
}
export interface HttpAnswer {
  readonly version: 'HTTP/1.0' | 'HTTP/1.1' | 'HTTP/2';
  /** 0: the client does not take the server's certificate, and has asked nothing. */
  readonly status: number;
  /** Empty with HTTP/2. */
  readonly reason: string;
  readonly headers: Headers;
  /** What arrived of it. */
  readonly body: string;
  /** The rest never comes: the connection was closed or reset, or nothing more is sent. Absent: it is whole. */
  readonly ending?: 'closed' | 'reset' | 'silent';
}
/** What a TLS server shows. */
export interface Certificate {
  readonly subject: string;
  readonly issuer: string;
  /** Names and wildcards that it is for. */
  readonly names: readonly string[];
  /** PEM text, to be compared with what a client trusts, */
  readonly pem: string;
  /** and that of the one who signed it, where that is another. */
  readonly issuerPem?: string;
  /** The server sends its issuer's, too, which nobody has to trust. */
  readonly sendsIssuer?: true;
  /** As OpenSSL prints it: `Nov 21 08:04:15 2026 GMT`. */
  readonly validFrom?: string;
  readonly validTo?: string;
}

/** How one request over a connection ended. */
export type Exchanged =
  | {
      readonly type: 'response';
      readonly ms: number;
      readonly response: HttpAnswer;
      readonly certificate?: Certificate;
      readonly hops: readonly Hop[];
    }
  /** The server closed or reset the connection without an answer. */
  | { readonly type: 'closed' | 'reset'; readonly ms: number; readonly hops: readonly Hop[] }
  /** The client spoke TLS to a server that does not. */
  | { readonly type: 'notTls'; readonly ms: number; readonly hops: readonly Hop[] }
  /** No answer, ever. */
  | { readonly type: 'silent'; readonly hops: readonly Hop[] };

/** How one echo request ended. */
export type Echoed =
  | { readonly type: 'reply'; readonly ms: number; readonly ttl: number }
  /** A node answered instead: `Destination Port Unreachable`, `Destination Host Unreachable`. */
  | { readonly type: 'unreachable'; readonly by: string; readonly what: string }
  /** The client's own machine knows no way: it cannot even be sent. */
  | { readonly type: 'noRoute' }
  | { readonly type: 'lost' };

/** What a client tells when a request of its own is over, so that it can be seen. */
export interface FinishedRequest {
  readonly tool: string;
  readonly method: string;
  readonly url: string;
  readonly status?: number;
  readonly error?: RequestError;
  readonly ms: number;
  /** Those of its lookups, its connection and its answer. */
  readonly hops: readonly Hop[];
}

/** The network as one client has it: a program in a pod, a process on a node, a machine outside. */
export interface ClientNetwork {
  /** The client's own address. */
  readonly address: string;
  /** Asks the DNS server at `server`, port 53 over UDP. */
  lookup(server: string, question: DnsQuestion): Lookup;
  /** Asks several questions at once from one port: they all come to the same server. One end for each, in their order. */
  lookups(server: string, questions: readonly DnsQuestion[]): readonly Lookup[];
  dial(to: Address, protocol?: 'TCP' | 'UDP' | 'SCTP'): Dialled;
  exchange(connection: Connection, request: HttpAsk): Exchanged;
  ping(ip: string): Echoed;
  record(request: FinishedRequest): void;
}
