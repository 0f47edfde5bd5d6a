/**
 * One transfer of curl: from the name to the end of the last answer, with the redirects between. Waits as it goes, so
 * that every line of -v comes at its time. Models lib/multi.c, connect.c, http.c, transfer.c.
 */
import { utf8Length } from '../api/meta/base64';
import type { Exchanged, Headers, HttpAnswer, HttpAsk } from '../client/network';
import { type Hop, hopsLater } from '../client/traffic';
import type { CurlOutput } from './curlOutput';
import type { Draft, Session, Transfer } from './curlSession';
import { commonName, handshakeLines, helloLines, isFor, refusalOf } from './curlTls';
import { connecting, limitOf, type SentAnswer, type Steps } from './tool';
import { parseUrl, redirectedTo, type Url } from './url';

/** curl's own default of --max-redirs. */
const MOST_REDIRECTS = 50;

/** Fetches `address` and all that it leads to. */
export function* transfer(session: Session, address: string, output: CurlOutput): Steps<Transfer> {
  const { options, host } = session;
  const most = Number(options.value('max-redirs') ?? MOST_REDIRECTS);
  const draft: Draft = {
    ...{ code: 0, message: '', isTimeout: false, status: 0, version: '0', headers: [], url: address, redirect: '' },
    ...{ method: session.ask.method, redirects: 0, bytes: 0, connects: 0, verifyResult: 0 },
    times: { resolved: 0, connected: 0, handshake: 0, asked: 0, answered: 0, redirected: 0, ended: 0 },
  };
  const one = new OneTransfer(session, draft, output, host.now());
  for (let next: string | undefined = address; next !== undefined; ) {
    const from: string = next;
    yield* one.fetch(from);
    next = draft.code === 0 && options.has('location') && draft.redirect !== '' ? draft.redirect : undefined;
    if (next === undefined) break;
    if (draft.redirects >= most) {
      yield* one.fail(47, `Maximum (${most}) redirects followed`);
      break;
    }
    yield* one.note(`Issue another request to this URL: '${next}'`);
    draft.redirects += 1;
    draft.times.redirected = one.elapsed();
    const isPost = draft.method === 'POST' && !options.has('request') && draft.status <= 303;
    if (isPost) draft.method = 'GET';
  }
  draft.times.ended = one.elapsed();
  return draft;
}

class OneTransfer {
  readonly #started: number;
  /** When the transfer has to be over. */
  readonly #limitMs: number | undefined;
  readonly #connectMs: number | undefined;

  constructor(
    private readonly session: Session,
    private readonly draft: Draft,
    private readonly output: CurlOutput,
    started: number,
  ) {
    this.#started = started;
    this.#limitMs = limitOf(session.options.value('max-time'));
    this.#connectMs = limitOf(session.options.value('connect-timeout'));
  }

  elapsed(): number {
    return this.session.host.now() - this.#started;
  }

  /** A line of -v. */
  *note(...lines: readonly string[]): Steps<void> {
    if (this.session.options.has('verbose') && lines.length > 0)
      yield* this.session.host.err(lines.map((line) => `* ${line}\n`).join(''));
  }

  *fail(code: number, message: string, how: { isTimeout?: boolean; isQuiet?: boolean } = {}): Steps<void> {
    this.draft.code = code;
    this.draft.message = message;
    this.draft.isTimeout = how.isTimeout === true;
    if (how.isQuiet !== true) yield* this.note(message);
  }

  /** One request and its answer, without the redirects. */
  *fetch(address: string): Steps<void> {
    const { session, draft } = this;
    const { text } = session;
    const url = parseUrl(address);
    if (typeof url === 'string')
      return yield* this.fail(3, url === 'bad' ? text.badUrl : text.badPort, { isQuiet: true });
    if (url.scheme !== 'http' && url.scheme !== 'https')
      return yield* this.fail(1, text.unknownProtocol(url.scheme), { isQuiet: true });
    const { query } = session.ask;
    const path = query === '' ? url.path : `${url.path}${url.path.includes('?') ? '&' : '?'}${query}`;
    const usual = url.scheme === 'https' ? 443 : 80;
    const root = `${url.scheme}://${url.host}${url.port === usual ? '' : `:${url.port}`}`;
    draft.url = `${root}${path}`;
    draft.redirect = '';
    const sent = yield* this.#connected(url, this.#request(url, path));
    if (sent === undefined) return;
    yield* this.#converse(url, path, sent);
  }

  #request(url: Url, path: string): HttpAsk {
    const { ask, options, trusted } = this.session;
    const usual = url.scheme === 'https' ? 443 : 80;
    const host = ask.ownHost ?? (url.port === usual ? url.host : `${url.host}:${url.port}`);
    const isPlain = this.draft.method === ask.method;
    const serverName = url.host.replace(/\.$/, '');
    const headers = ask.headers.filter(([name]) => isPlain || !/^content-/i.test(name));
    return {
      method: this.draft.method,
      path,
      headers: [['Host', host] as const, ...headers],
      ...(ask.body === undefined || !isPlain ? {} : { body: ask.body }),
      ...(url.scheme === 'https' ? { tls: { serverName, ...(options.has('insecure') ? {} : { trusted }) } } : {}),
      ...(options.has('http1.0') ? { version: 'HTTP/1.0' as const } : {}),
    };
  }

  /** Connects, or takes the connection that is open. Undefined: it failed, and that was told. */
  *#connected(url: Url, request: HttpAsk): Steps<Exchanged | undefined> {
    const { session, draft } = this;
    const { host, text } = session;
    const key = `${url.scheme}://${url.host}:${url.port}`;
    const limits = () => this.#limits();
    const common = { tool: 'curl', url: draft.url, request };
    if (session.open?.key === key) {
      const { connection, number } = session.open;
      yield* this.note(text.reused(url.host, number));
      draft.connection = connection;
      const at = this.elapsed();
      draft.times = { ...draft.times, resolved: at, connected: at, handshake: at };
      return (yield* host.send({ ...common, to: connection.to, over: connection, ...limits() })).exchanged;
    }
    if (session.open !== undefined) session.open = undefined;
    const addresses = yield* this.#addresses(url);
    if (addresses === undefined) return undefined;
    yield* this.note(...text.resolved(url.host, url.port, addresses.ips, addresses.isName));
    let { before } = addresses;
    for (const [index, ip] of addresses.ips.entries()) {
      const to = { ip, port: url.port };
      const isLast = index === addresses.ips.length - 1;
      yield* this.note(`  Trying ${ip}:${url.port}...`);
      const answer: SentAnswer = yield* host.send({ ...common, to, before, isTry: !isLast, ...limits() });
      const whole = Math.min(this.#left(this.#limitMs), this.#left(this.#connectMs));
      const end = yield* connecting(host, answer.dialled, whole);
      if (end.type === 'connected') {
        session.made += 1;
        draft.connects += 1;
        draft.times.connected = this.elapsed();
        const connection = answer.dialled?.type === 'connected' ? answer.dialled.connection : undefined;
        if (connection !== undefined) {
          draft.connection = connection;
          session.open = { key, connection, number: session.made - 1 };
          yield* this.note(text.connected(url.host, to, connection.from, session.made - 1));
        }
        return answer.exchanged;
      }
      if (end.isOwnLimit) return yield* this.#connectTimeout(url);
      const own = { ip: host.address, port: 32_768 + (Math.floor(host.now()) % 28_232) };
      yield* this.note(text.attemptFailed(to, own, end.error));
      const tried = hopsLater(answer.dialled?.hops ?? [], before.ms);
      before = { ms: this.elapsed(), hops: [...before.hops, ...tried] };
      if (!isLast) continue;
      const code = end.error === 'Connection timed out' ? 28 : 7;
      const message = text.failedToConnect(url.host, url.port, Math.floor(this.elapsed()));
      yield* this.fail(code, message, { isTimeout: code === 28 });
      yield* this.note(text.closing(session.made, false));
    }
    return undefined;
  }

  *#connectTimeout(url: Url): Steps<undefined> {
    const { text, made } = this.session;
    const isWhole = (this.#limitMs ?? Infinity) <= (this.#connectMs ?? Infinity);
    const ms = Math.floor(this.elapsed()) + 1;
    const message = isWhole
      ? `Connection timed out after ${ms} milliseconds`
      : text.connectTimeout(url.host, url.port, ms);
    yield* this.fail(28, message, { isTimeout: true });
    yield* this.note(text.closing(made, false));
    return undefined;
  }

  /** Milliseconds that are left of a limit. */
  #left(limitMs: number | undefined): number {
    return limitMs === undefined ? Infinity : Math.max(0, limitMs - this.elapsed());
  }

  #limits() {
    const connectMs = this.#left(this.#connectMs);
    return {
      ...(connectMs === Infinity ? {} : { connectMs }),
      ...(this.#limitMs === undefined ? {} : { limitMs: this.#limitMs }),
    };
  }

  *#addresses(
    url: Url,
  ): Steps<{ ips: readonly string[]; isName: boolean; before: { ms: number; hops: readonly Hop[] } } | undefined> {
    const { session, draft } = this;
    const { host, text, options, made } = session;
    const given = options.all('resolve').map((each) => /^[+]?(.*?):(\d+):(.*)$/.exec(each));
    const own = given.findLast((each) => each?.[1] === url.host && each[2] === String(url.port))?.[3];
    if (own !== undefined) {
      yield* this.note(
        `Added ${url.host}:${url.port}:${own} to DNS cache`,
        `Hostname ${url.host} was found in DNS cache`,
      );
      return { ips: own.split(','), isName: false, before: { ms: this.elapsed(), hops: [] } };
    }
    const resolved = yield* host.resolve(url.host);
    const limitMs = Math.min(this.#left(this.#limitMs), this.#left(this.#connectMs));
    const { method, url: asked } = draft;
    const isLate = resolved.ms > limitMs;
    yield* host.sleep(Math.min(resolved.ms, limitMs));
    draft.times.resolved = this.elapsed();
    if (!isLate && resolved.type === 'found') {
      const isName = !/^\d+(\.\d+){3}$/.test(url.host);
      return { ips: resolved.addresses, isName, before: { ms: this.elapsed(), hops: resolved.hops } };
    }
    yield* host.failed({ tool: 'curl', method, url: asked, error: 'dns', ms: this.elapsed(), hops: resolved.hops });
    const ms = Math.floor(this.elapsed());
    if (isLate) yield* this.fail(28, `Resolving timed out after ${ms} milliseconds`, { isTimeout: true });
    else {
      yield* this.fail(6, `Could not resolve host: ${url.host}`, { isQuiet: true });
      yield* this.note(...text.unresolved(url.host, url.port));
    }
    yield* this.note(text.closing(made, text.version === '8.12.1'));
    return undefined;
  }

  /** The request on an open connection, and its answer. */
  *#converse(url: Url, path: string, exchanged: Exchanged): Steps<void> {
    const { session, draft } = this;
    const { host, options, text } = session;
    const request = this.#request(url, path);
    const isTls = url.scheme === 'https';
    const number = session.open?.number ?? 0;
    const refused = (isShutdown = false) => this.#close(number, isShutdown);
    if (isTls) yield* this.note(...helloLines(!options.has('insecure'), options.value('cacert')));
    const waitMs = exchanged.type === 'silent' ? Infinity : exchanged.ms;
    if (isTls && exchanged.type === 'notTls') {
      yield* host.sleep(exchanged.ms);
      yield* this.fail(35, text.wrongVersion);
      return yield* refused();
    }
    if (isTls && exchanged.type === 'response' && !(yield* this.#accepts(url, exchanged))) return yield* refused();
    draft.times.asked = this.elapsed();
    const isH2 = exchanged.type === 'response' && exchanged.response.version === 'HTTP/2';
    if (isH2) yield* this.note(...text.usingH2(request, url.host));
    else if (!isTls) yield* this.note(...text.using);
    if (options.has('verbose')) yield* host.err(requestLines(request, isH2));
    yield* this.note(...text.sent, ...(isH2 ? text.tickets : []));
    const left = this.#left(this.#limitMs);
    if (waitMs > left || waitMs === Infinity) {
      yield* host.sleep(left === Infinity ? 'forever' : left);
      return yield* this.#timedOut('', undefined, number);
    }
    yield* host.sleep(waitMs);
    draft.times.answered = this.elapsed();
    if (exchanged.type === 'response') return yield* this.#show(url, exchanged.response, number);
    if (exchanged.type === 'closed') yield* this.fail(52, 'Empty reply from server');
    else yield* this.fail(56, 'Recv failure: Connection reset by peer');
    yield* refused(exchanged.type === 'closed');
  }

  /** Whether curl goes on with this certificate. */
  *#accepts(url: Url, { certificate, response }: Extract<Exchanged, { type: 'response' }>): Steps<boolean> {
    const { session, draft } = this;
    const { options, text, trusted } = session;
    const verified = !options.has('insecure');
    draft.times.handshake = this.elapsed();
    const isH2 = response.version === 'HTTP/2';
    yield* this.note(...handshakeLines(certificate, { isH2, verified, trusted }, text));
    const refusal = refusalOf(certificate, trusted);
    draft.verifyResult = refusal?.number ?? 0;
    if (!verified) return true;
    if (refusal !== undefined) {
      yield* this.fail(60, text.untrusted(refusal.why, refusal.number), { isQuiet: true });
      return false;
    }
    if (certificate === undefined || isFor(certificate, url.host)) return true;
    const name = commonName(certificate.subject);
    const message = `SSL: certificate subject name '${name}' does not match target host name '${url.host}'`;
    const alternative = `SSL: no alternative certificate subject name matches target host name '${url.host}'`;
    yield* this.fail(60, certificate.names.length > 0 ? alternative : message);
    return false;
  }

  *#show(url: Url, response: HttpAnswer, number: number): Steps<void> {
    const { session, draft, output } = this;
    const { host, options, text } = session;
    const { status, headers, version } = response;
    draft.status = status;
    draft.headers = headers;
    draft.version = version.replace('HTTP/', '');
    const head = [
      `${version} ${status} ${response.reason}`,
      ...headers.map(([name, value]) => `${name}: ${value}`),
      '',
    ];
    if (options.has('verbose')) yield* host.err(head.map((line) => `< ${line}\n`).join(''));
    if (options.has('include') || options.has('head')) yield* output.write(head.map((line) => `${line}\r\n`).join(''));
    const header = (wanted: string) => headers.find(([name]) => name.toLowerCase() === wanted)?.[1];
    const location = status >= 300 && status < 400 ? header('location') : undefined;
    draft.redirect = location === undefined ? '' : redirectedTo(url, location);
    const isFailure = status >= 400 && (options.has('fail') || options.has('fail-with-body'));
    const isFollowed = draft.redirect !== '' && options.has('location');
    const isLast = version === 'HTTP/1.0' || /close/i.test(header('connection') ?? '');
    if (isFailure && !options.has('fail-with-body')) {
      yield* this.fail(22, `The requested URL returned error: ${status}`);
      return yield* this.#close(number, false);
    }
    const body = draft.method === 'HEAD' || isFollowed ? '' : response.body;
    draft.bytes = utf8Length(body);
    yield* output.write(body);
    if (response.ending !== undefined) return yield* this.#broken(response, number);
    if (isFailure) yield* this.fail(22, `The requested URL returned error: ${status}`, { isQuiet: true });
    if (isLast) yield* this.#close(number, true);
    else yield* this.note(text.leftIntact(url.host, url.port, number));
  }

  /** The rest of the body does not come. */
  *#broken({ ending, headers, body }: HttpAnswer, number: number): Steps<void> {
    const { host, text } = this.session;
    const length = headers.find(([name]) => name.toLowerCase() === 'content-length')?.[1];
    const promised = length === undefined ? undefined : Number(length);
    if (ending === 'silent') {
      const left = this.#left(this.#limitMs);
      yield* host.sleep(left === Infinity ? 'forever' : left);
      return yield* this.#timedOut(body, promised, number);
    }
    if (ending === 'reset') yield* this.fail(56, 'Recv failure: Connection reset by peer');
    else {
      const missing = promised === undefined ? undefined : promised - utf8Length(body);
      const outstanding = 'transfer closed with outstanding read data remaining';
      yield* this.fail(18, missing === undefined ? outstanding : text.bytesMissing(missing));
    }
    yield* this.#close(number, false);
  }

  *#timedOut(body: string, promised: number | undefined, number: number): Steps<void> {
    const ms = Math.floor(this.elapsed()) + 1;
    const received = `${utf8Length(body)}${promised === undefined ? '' : ` out of ${promised}`} bytes received`;
    yield* this.fail(28, `Operation timed out after ${ms} milliseconds with ${received}`, { isTimeout: true });
    yield* this.#close(number, false);
  }

  *#close(number: number, isShutdown: boolean): Steps<void> {
    this.session.open = undefined;
    yield* this.note(this.session.text.closing(number, isShutdown));
  }
}

/** The request as -v shows it. */
function requestLines(
  { method, path, headers, version }: { method: string; path: string; headers: Headers; version?: string },
  isH2: boolean,
): string {
  const lines = isH2
    ? [
        `${method} ${path} HTTP/2`,
        ...headers.map(([name, value]) => `${name === 'Host' ? name : name.toLowerCase()}: ${value}`),
      ]
    : [`${method} ${path} ${version ?? 'HTTP/1.1'}`, ...headers.map(([name, value]) => `${name}: ${value}`)];
  return [...lines, ''].map((line) => `> ${line}\n`).join('');
}
