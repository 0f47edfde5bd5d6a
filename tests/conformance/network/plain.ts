/**
 * What two runs of a network client never share, made equal: times, ids, ports, generated names, ages, the order of
 * what comes in any order. Each rule says why. Nothing else may differ between a recording and its replay.
 */

type Rule = readonly [pattern: RegExp, to: string];

const TIMES: readonly Rule[] = [
  // Lines of HTTP end so; on a terminal nobody sees it.
  [/\r$/, ''],
  // The moment: answers' dates, wget's log, dig's last lines, kube-proxy's health, certificates made on that day.
  [/\w{3}, \d\d \w{3} \d{4} \d\d:\d\d:\d\d GMT/g, '<date>'],
  [/\d{4}-\d\d-\d\d \d\d:\d\d:\d\d/g, '<date>'],
  [/\d{4}-\d\d-\d\dT[\d:.]+Z/g, '<date>'],
  [/^(;; WHEN: ).*/, '$1<date>'],
  [/((?:start|expire) date: ).*/, '$1<date>'],
  // How long the network took: milliseconds of a ping and of a query. Lengths of whole commands are compared.
  [/^(;; Query time: )\d+/, '$1<ms>'],
  [/\btime=[\d.]+ ms/, 'time=<ms>'],
  [/^((?:rtt|round-trip) [\w/]+ = ).*/, '$1<ms>'],
];

const IDS: readonly Rule[] = [
  // Chosen at random for each query, request or handle.
  [/(status: \w+, id: )\d+/, '$1<id>'],
  [/(; COOKIE: )[0-9a-f]{16}/, '$1<id>'],
  [/(X-Request-ID: )[0-9a-f]{32}/, '$1<id>'],
  [/(easy handle )0x[0-9a-f]+/, '$1<id>'],
  // Counts or clocks of the machine: a client's port, the serial of the zone.
  [/(from <?[\w.]+>? port )\d{5}/, '$1<port>'],
  // What is left of the target's time in CoreDNS's cache.
  [/^((?:ext\.default\.svc\.cluster\.local|api\.example\.com)\.\s+)\d+(?=\s)/, '$1<ttl>'],
  [/(hostmaster\.cluster\.local\. )\d+/, '$1<serial>'],
];

/** Several addresses are tried one after the other, in whatever order: the same command took 0, 1, 201 and 1203 ms. */
const SEVERAL: readonly Rule[] = [[/(kubia-headless\S*(?: port 80)? after )\d+/, '$1several']];

/** In the recordings all nodes and pods share one network namespace: no router counts a packet's hops down (file 13 says so). */
const ARTEFACTS: readonly Rule[] = [[/\bttl=\d+/, 'ttl=<n>']];

const KUBECTL: readonly Rule[] = [
  // Ages; the recorded cluster had been up for the better part of an hour.
  [/(?<=\s)(?:\d+[dhms])+(?=\s|$)/g, '<age>'],
  // The width of a table's columns follows from ages and addresses; printers are compared cell by cell elsewhere.
  [/ {2,}/g, '  '],
  [/\s+$/, ''],
];
/** Names of slices are generated. */
const SLICES: readonly Rule[] = [[/^([a-z][\w-]*)-[bcdfghjklmnpqrstvwxz2456789]{5}(?=\s)/, '$1-<sfx>']];

/** A line without what may differ, and the milliseconds that it tells of. */
export interface PlainNetworkLine {
  readonly text: string;
  /** Of `after 3001 ms`, `time 2035ms`: compared with a tolerance. */
  readonly ms: readonly number[];
}

/** The lines of what `command` printed, as they are compared. */
export function plainLines(command: string, output: readonly string[]): readonly PlainNetworkLine[] {
  const isKubectl = command.startsWith('kubectl');
  const rules = [
    ...TIMES,
    ...IDS,
    ...SEVERAL,
    ...ARTEFACTS,
    ...(isKubectl ? KUBECTL : []),
    ...(command.includes('endpointslices') ? SLICES : []),
  ];
  const plain = output.map((line) => rules.reduce((text, [pattern, to]) => text.replace(pattern, to), line));
  return inOneOrder(command, isKubectl ? plain.map(sortedLists) : plain).map(withoutMilliseconds);
}

/** Endpoints are listed as the slices happen to hold them. */
function sortedLists(line: string): string {
  return line.replace(/(?<=\s)[\d.:]+(?:,[\d.:]+)+/g, (list) => list.split(',').sort().join());
}

function withoutMilliseconds(line: string): PlainNetworkLine {
  const ms: number[] = [];
  const text = line.replace(/(?<=\b(?:after|time) )\d+(?= ?(?:ms|milliseconds)\b)/g, (number) => {
    ms.push(Number(number));
    return '<ms>';
  });
  return { text, ms };
}

/** Several records of one name come in any order; busybox nslookup prints answers as they arrive. */
function inOneOrder(command: string, lines: readonly string[]): readonly string[] {
  if (command.startsWith('busybox nslookup')) return sorted(lines);
  if (!/^(nslookup|host|dig|getent)\b/.test(command)) return lines;
  const records: string[] = [];
  const others: string[] = [];
  lines.forEach((line, at) => {
    if (line.startsWith('Name:\t')) return records.push(`${line}|${lines[at + 1]}`);
    if (line.startsWith('Address: ')) return 0;
    const isRecord = /^\d+(\.\d+){3}$|^\d+ \d+ \d+ \S+$|\thas address|has address|\tname = |\s(A|SRV)\s\S/.test(line);
    return isRecord ? records.push(line) : others.push(line);
  });
  return [...others, ...sorted(records)];
}

const sorted = (lines: readonly string[]) => [...lines].sort();

/** A line of CoreDNS's log without ports, ids and times. */
export function plainQuery(query: string): string {
  return query.replace(/^(\[INFO\] [\d.]+):\d+ - \d+ /, '$1 ').replace(/ [\d.e-]+s$/, '');
}

/** The name that a line of CoreDNS's log asks for. */
export function nameAsked(query: string): string {
  return /"\w+ IN (\S+) /.exec(query)?.[1] ?? '';
}
