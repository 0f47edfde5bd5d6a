/** What curl says, where its versions differ: 7.88.1, 8.12.1 and 8.23.0, as recorded. */
import type { HttpAsk } from '../client/network';
import type { Address } from '../client/traffic';
import type { ConnectError, CurlVersion } from './tool';

/** The words of one version. Lines of -v come without the `* ` before them. */
export interface CurlText {
  readonly version: CurlVersion;
  /** Before it connects: what the name was resolved to. */
  resolved(host: string, port: number, addresses: readonly string[], isName: boolean): readonly string[];
  unresolved(host: string, port: number): readonly string[];
  attemptFailed(to: Address, from: Address, error: ConnectError): string;
  connected(host: string, to: Address, from: Address, number: number): string;
  /** Between the connection and the request, without TLS. */
  readonly using: readonly string[];
  usingH2(request: HttpAsk, host: string): readonly string[];
  readonly sent: readonly string[];
  /** With TLS, after the request. */
  readonly tickets: readonly string[];
  reused(host: string, number: number): string;
  leftIntact(host: string, port: number, number: number): string;
  /** After a failure. `isShutdown`: nothing of an answer was read. */
  closing(number: number, isShutdown: boolean): string;
  failedToConnect(host: string, port: number, ms: number): string;
  connectTimeout(host: string, port: number, ms: number): string;
  bytesMissing(bytes: number): string;
  readonly badUrl: string;
  readonly badPort: string;
  unknownProtocol(scheme: string): string;
  wrongVersion: string;
  untrusted(why: string, number: number): string;
}

const NOT_TLS = 'error:0A00010B:SSL routines::wrong version number';
const TICKET = 'TLSv1.3 (IN), TLS handshake, Newsession Ticket (4):';
const OPENSSL = 'OpenSSL/3.0.19';

const seven: CurlText = {
  version: '7.88.1',
  resolved: () => [],
  unresolved: (host) => [`Could not resolve host: ${host}`],
  attemptFailed: (to, _from, error) => `connect to ${to.ip} port ${to.port} failed: ${error}`,
  connected: (host, to, _from, number) => `Connected to ${host} (${to.ip}) port ${to.port} (#${number})`,
  using: [],
  usingH2: ({ method, path, headers }, host) => [
    'using HTTP/2',
    ...[[':method', method], [':path', path], [':scheme', 'https'], [':authority', host], ...headers]
      .filter(([name]) => name !== 'Host')
      .map(([name = '', value = '']) => `h2h3 [${name.toLowerCase()}: ${value}]`),
    'Using Stream ID: 1 (easy handle 0x55bb68a787a0)',
  ],
  sent: [],
  tickets: [TICKET, TICKET, 'old SSL session ID is stale, removing'],
  reused: (host, number) => `Re-using existing connection #${number} with host ${host}`,
  leftIntact: (host, _port, number) => `Connection #${number} to host ${host} left intact`,
  closing: (number) => `Closing connection ${number}`,
  failedToConnect: (host, port, ms) =>
    `Failed to connect to ${host} port ${port} after ${ms} ms: Couldn't connect to server`,
  connectTimeout: (host, port, ms) => `Failed to connect to ${host} port ${port} after ${ms} ms: Timeout was reached`,
  bytesMissing: (bytes) => `transfer closed with ${bytes} bytes remaining to read`,
  badUrl: 'URL using bad/illegal format or missing URL',
  badPort: 'URL using bad/illegal format or missing URL',
  unknownProtocol: (scheme) => `Protocol "${scheme}" not supported or disabled in libcurl`,
  wrongVersion: `${OPENSSL}: ${NOT_TLS}`,
  untrusted: (why) => `SSL certificate problem: ${why}`,
};

const eight: CurlText = {
  ...seven,
  version: '8.12.1',
  resolved: (host, port, addresses, isName) =>
    isName ? [`Host ${host}:${port} was resolved.`, 'IPv6: (none)', `IPv4: ${addresses.join(', ')}`] : [],
  attemptFailed: (to, from, error) =>
    `connect to ${to.ip} port ${to.port} from ${from.ip} port ${from.port} failed: ${error}`,
  connected: (host, to) => `Connected to ${host} (${to.ip}) port ${to.port}`,
  using: ['using HTTP/1.x'],
  usingH2: ({ method, path, headers }, host) => [
    'using HTTP/2',
    `[HTTP/2] [1] OPENED stream for https://${host}${path}`,
    ...[[':method', method], [':scheme', 'https'], [':authority', host], [':path', path], ...headers]
      .filter(([name]) => name !== 'Host')
      .map(([name = '', value = '']) => `[HTTP/2] [1] [${name.toLowerCase()}: ${value}]`),
  ],
  tickets: [TICKET, TICKET],
  sent: ['Request completely sent off'],
  closing: (number, isShutdown) => `${isShutdown ? 'shutting down' : 'closing'} connection #${number}`,
  failedToConnect: (host, port, ms) =>
    `Failed to connect to ${host} port ${port} after ${ms} ms: Could not connect to server`,
  connectTimeout: (_host, _port, ms) => `Connection timed out after ${ms} milliseconds`,
  bytesMissing: (bytes) => `end of response with ${bytes} bytes missing`,
  badUrl: 'URL rejected: No host part in the URL',
  badPort: 'URL rejected: Port number was not a decimal number between 0 and 65535',
  unknownProtocol: (scheme) => `Protocol "${scheme}" not supported`,
  // The OpenSSL that such images have reads four letters of the answer as a length.
  wrongVersion: 'TLS connect error: error:0A0000C6:SSL routines::packet length too long',
};

const latest: CurlText = {
  ...eight,
  version: '8.23.0',
  unresolved: (host, port) => [
    `Could not resolve host: ${host}`,
    `Could not resolve host: ${host}`,
    `Could not resolve: ${host}:${port}`,
  ],
  connected: (host, to, from) =>
    `Established connection to ${host} (${to.ip} port ${to.port}) from ${from.ip} port ${from.port} `,
  leftIntact: (host, port, number) => `Connection #${number} to host ${host}:${port} left intact`,
  closing: (number, isShutdown) => (isShutdown ? eight.closing(number, true) : `closing connection #${number}`),
  failedToConnect: (host, port, ms) =>
    `Failed to connect to ${host}:${port} after ${ms} ms: Could not connect to server`,
  wrongVersion: `TLS connect error: ${NOT_TLS}`,
  untrusted: (why, number) => `SSL certificate OpenSSL verify result: ${why} (${number})`,
};

/** The words of each version. */
export const curlTexts: Readonly<Record<CurlVersion, CurlText>> = {
  '7.88.1': seven,
  '8.12.1': eight,
  '8.23.0': latest,
};

/** What follows an error 60. */
export const CERTIFICATE_HELP = `More details here: https://curl.se/docs/sslcerts.html

curl failed to verify the legitimacy of the server and therefore could not
establish a secure connection to it. To learn more about this situation and
how to fix it, please visit the web page mentioned above.
`;
