/** What curl writes for -w. Models tool_writeout.c. */
import type { Transfer } from './curlSession';

/** `format` with its variables filled in. */
export function written(format: string, done: Transfer): string {
  return format
    .replace(/\\([nrt\\])/g, (_whole, letter: string) => ({ n: '\n', r: '\r', t: '\t' })[letter] ?? '\\')
    .replace(/%(%|\{(\w+)\})/g, (_whole, rest: string, name: string) =>
      rest === '%' ? '%' : (valueOf(name, done) ?? ''),
    );
}

function valueOf(name: string, done: Transfer): string | undefined {
  const header = (wanted: string) => done.headers.find(([each]) => each.toLowerCase() === wanted)?.[1];
  const { from, to } = done.connection ?? {};
  switch (name) {
    case 'http_code':
    case 'response_code':
      return String(done.status).padStart(3, '0');
    case 'http_version':
      return done.version;
    case 'exitcode':
      return String(done.code);
    case 'errormsg':
      return done.message;
    case 'content_type':
      return header('content-type') ?? '';
    case 'redirect_url':
      return done.redirect;
    case 'url':
    case 'url_effective':
      return done.url;
    case 'urlnum':
      return '0';
    case 'scheme':
      return done.url.startsWith('https') ? 'HTTPS' : 'HTTP';
    case 'method':
      return done.method;
    case 'remote_ip':
      return to?.ip ?? '';
    case 'remote_port':
      return to === undefined ? '0' : String(to.port);
    case 'local_ip':
      return from?.ip ?? '';
    case 'local_port':
      return from === undefined ? '0' : String(from.port);
    case 'num_connects':
      return String(done.connects);
    case 'num_redirects':
      return String(done.redirects);
    case 'size_download':
      return String(done.bytes);
    case 'ssl_verify_result':
      return String(done.verifyResult);
    default:
      return timeOf(name, done);
  }
}

/** Seconds since the start of the transfer, to the microsecond. */
function timeOf(name: string, { times }: Transfer): string | undefined {
  const ms = (
    {
      time_namelookup: times.resolved,
      time_connect: times.connected,
      time_appconnect: times.handshake,
      time_pretransfer: times.asked,
      time_starttransfer: times.answered,
      time_redirect: times.redirected,
      time_total: times.ended,
    } as Readonly<Record<string, number>>
  )[name];
  return ms === undefined ? undefined : (ms / 1000).toFixed(6);
}
