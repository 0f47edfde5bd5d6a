/** What the programs that ask DNS servers share: how they read a question, and where an address stands in reverse. */
import type { DnsRecord, RecordType } from '../client/network';
import { type Asked, askServers } from './askServers';
import type { Steps, ToolHost } from './tool';

const TYPES: readonly RecordType[] = ['A', 'AAAA', 'CNAME', 'SRV', 'PTR', 'TXT', 'MX', 'NS', 'SOA', 'ANY'];

/** The type of that name, in any case. */
export function recordTypeOf(text: string): RecordType | undefined {
  return TYPES.find((type) => type === text.toUpperCase());
}

/** The name under which an address is looked up; undefined: it is none. */
export function reverseName(text: string): string | undefined {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(text);
  return match === null ? undefined : `${match[4]}.${match[3]}.${match[2]}.${match[1]}.in-addr.arpa`;
}

/** Asks as the tools of BIND do, waits for the end, and tells of the servers that did not answer. */
export function* askAsBind(
  host: ToolHost,
  servers: readonly string[],
  question: { readonly name: string; readonly type: RecordType; readonly bufferSize?: number },
  tries: number,
): Steps<Asked> {
  const asked = yield* askServers((server, questions) => host.lookups(server, questions), servers, question, {
    tries,
    timeoutMs: 5000,
  });
  let failedMs = 0;
  for (const { server, why, ms } of asked.failed) {
    yield* host.sleep(ms);
    failedMs += ms;
    const text = why === 'refused' ? 'connection refused' : 'timed out';
    yield* host.out(`;; communications error to ${server}#53: ${text}\n`);
  }
  yield* host.sleep(Math.max(0, asked.ms - failedMs));
  return asked;
}

/** Where `name` leads to by the CNAMEs of an answer. */
export function endOfAliases(name: string, answers: readonly DnsRecord[]): string {
  let end = name;
  for (let i = 0; i < answers.length; i++) {
    const alias = answers.find((record) => record.type === 'CNAME' && record.name === end);
    if (alias === undefined) return end;
    end = alias.data.replace(/\.$/, '');
  }
  return end;
}
