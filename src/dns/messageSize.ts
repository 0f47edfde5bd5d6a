/** How long a DNS message is on the wire, without compression of names: as CoreDNS counts and sends it (RFC 1035). */
import type { DnsQuestion, DnsRecord, DnsReply } from '../client/network';

const HEADER = 12;
/** EDNS with the cookie of a client. */
const EDNS = 23;

/** Bytes of the question as it is sent. */
export function questionSize({ name, bufferSize }: DnsQuestion): number {
  return HEADER + nameSize(name) + 4 + (bufferSize === undefined ? 0 : EDNS);
}

/** Bytes of the reply; with `sent`, as the client gets it: with what EDNS adds, if the client spoke it. */
export function replySize(question: DnsQuestion, reply: DnsReply, sent = false): number {
  const records = [...reply.answers, ...(reply.authority ?? []), ...(reply.additional ?? [])];
  const edns = sent && question.bufferSize !== undefined ? EDNS : 0;
  return records.reduce((sum, record) => sum + recordSize(record), HEADER + nameSize(question.name) + 4 + edns);
}

/** A length for each label, and the root's. */
function nameSize(name: string): number {
  const bare = name.replace(/\.$/, '');
  return bare === '' ? 1 : bare.length + 2;
}

function recordSize({ name, type, data }: DnsRecord): number {
  return nameSize(name) + 10 + dataSize(type, data);
}

function dataSize(type: DnsRecord['type'], data: string): number {
  const words = data.split(' ');
  switch (type) {
    case 'A':
      return 4;
    case 'AAAA':
      return 16;
    case 'SRV':
      return 6 + nameSize(words[3] ?? '');
    case 'MX':
      return 2 + nameSize(words[1] ?? '');
    case 'TXT':
      return data.length - 1;
    case 'SOA':
      return nameSize(words[0] ?? '') + nameSize(words[1] ?? '') + 20;
    case 'CNAME':
    case 'NS':
    case 'PTR':
    case 'ANY':
      return nameSize(data);
    default:
      return type satisfies never;
  }
}
