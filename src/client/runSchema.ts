/**
 * Checks that a value from outside (a link, a file) is a run, and names the first thing that is not.
 * Only the shape is checked: whether the API server likes the requests shows when the run is played.
 */
import { type JsonObject, isJsonObject } from '../api/meta/jsonObject';
import type { RunBranch } from './history';
import type { RanAt } from './lesson';
import type { Command, Fault, NodeSpec, OutsideAsk, Run } from './simulation';
import type { ApiRequest, Method, StreamMessage } from './transport';

export type RunCheck =
  | { readonly type: 'run'; readonly run: Run }
  /** `version` is what the value says of itself. */
  | { readonly type: 'newer'; readonly version: number }
  /** `where` is a path such as `commands[3].request.method`. */
  | { readonly type: 'notARun'; readonly where: string };

/** More would take minutes to replay and is no link that a person made. */
const MOST_COMMANDS = 20_000;
const MOST_NODES = 5_000;
const MOST_BRANCHES = 200;
/** Over one connection, and headers of one request. */
const MOST_REQUESTS = 1_000;
/** 1970-01-02 and 9000-01-01: a run has room before its start and after it. */
const EARLIEST = 86_400_000;
const LATEST = 221_845_392_000_000;

const CHANNELS: readonly StreamMessage['channel'][] = [0, 1, 2, 3, 4, 255];
const METHODS: readonly Method[] = ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'];

const PLACE = { namespace: 'string', pod: 'string', container: 'string' } as const;

/** Fault type to the fields that it needs, each with its JSON type. */
const FAULT_FIELDS: { readonly [T in Fault['type']]: Readonly<Record<string, 'string' | 'number' | 'object'>> } = {
  killContainer: PLACE,
  exitContainer: { ...PLACE, code: 'number' },
  hangContainer: PLACE,
  resumeContainer: PLACE,
  growMemory: { ...PLACE, bytes: 'number' },
  burnCpu: { ...PLACE, millis: 'number' },
  removeContainerFile: { ...PLACE, path: 'string' },
  breakRegistry: { host: 'string', how: 'string' },
  mendRegistry: { host: 'string' },
  stopUpstreamDns: {},
  startUpstreamDns: {},
  breakEndpoint: { namespace: 'string', pod: 'string', container: 'string', port: 'number', mode: 'string' },
  mendEndpoint: { namespace: 'string', pod: 'string', container: 'string', port: 'number' },
  breakExec: { namespace: 'string', pod: 'string', container: 'string', probe: 'string' },
  mendExec: { namespace: 'string', pod: 'string', container: 'string', probe: 'string' },
  cutNetwork: { node: 'string' },
  powerOff: { node: 'string' },
  bringBack: { node: 'string' },
  stopKubelet: { node: 'string' },
  startKubelet: { node: 'string' },
  removeNode: { node: 'string' },
  addNode: { node: 'object' },
  reboot: { node: 'string' },
  shutDown: { node: 'string' },
  takeMemory: { node: 'string' },
  fillDisk: { node: 'string' },
  writeNodeFile: { node: 'string', path: 'string', text: 'string' },
  removeNodeFile: { node: 'string', path: 'string' },
  pauseComponent: { component: 'string' },
  resumeComponent: { component: 'string' },
  startLoad: { load: 'object' },
  stopLoad: { name: 'string' },
};

/** Thrown inside this file only; `checkRun` turns it into data. */
class Mismatch extends Error {}

/** Reads `value` as a run of version 1 with so many commands at most. Never throws. */
export function checkRun(value: unknown, mostCommands = MOST_COMMANDS): RunCheck {
  if (!isJsonObject(value)) return { type: 'notARun', where: 'run' };
  if (typeof value.version === 'number' && value.version > 1) return { type: 'newer', version: value.version };
  try {
    return { type: 'run', run: readRun(value, mostCommands) };
  } catch (error) {
    if (error instanceof Mismatch) return { type: 'notARun', where: error.message };
    throw error;
  }
}

/** Reads `value` as one command of a run; undefined if it is none. */
export function checkCommand(value: unknown): Command | undefined {
  try {
    return readCommand(value, 'command');
  } catch (error) {
    if (error instanceof Mismatch) return undefined;
    throw error;
  }
}

function readRun(value: JsonObject, mostCommands: number): Run {
  demand(value.version === 1, 'version');
  const commands = readCommands(value.commands, 'commands', mostCommands);
  const untilMs = natural(value.untilMs, 'untilMs');
  return {
    version: 1,
    profile: text(value.profile, 'profile'),
    seed: natural(value.seed, 'seed'),
    ...(value.startedAt === undefined ? {} : { startedAt: readInstant(value.startedAt, 'startedAt') }),
    ...(value.controllers === undefined
      ? {}
      : { controllers: array(value.controllers, 'controllers', MOST_NODES).map((name) => text(name, 'controllers')) }),
    ...(value.addons === undefined
      ? {}
      : { addons: array(value.addons, 'addons', MOST_NODES).map((name) => text(name, 'addons')) }),
    nodes: array(value.nodes, 'nodes', MOST_NODES).map((node, index) => readNode(node, `nodes[${index}]`)),
    files: texts(value.files, 'files'),
    commands,
    untilMs,
    ...(value.branches === undefined ? {} : readBranches(value, { commands, untilMs }, mostCommands)),
    ...(value.atMs === undefined ? {} : { atMs: Math.min(natural(value.atMs, 'atMs'), untilMs) }),
    ...(value.lesson === undefined ? {} : { lesson: text(value.lesson, 'lesson') }),
    ...(value.isSolution === true ? { isSolution: true } : {}),
    ...(value.ran === undefined
      ? {}
      : { ran: array(value.ran, 'ran', mostCommands).map((line, index) => readRan(line, `ran[${index}]`)) }),
  };
}

function readRan(value: unknown, where: string): RanAt {
  const { line, atMs, branch } = bag(value, where);
  const ended = bag(line, `${where}.line`);
  return {
    line: {
      text: text(ended.text, `${where}.line.text`),
      exitCode: natural(ended.exitCode, `${where}.line.exitCode`),
      output: text(ended.output, `${where}.line.output`),
    },
    atMs: natural(atMs, `${where}.atMs`),
    ...(branch === undefined ? {} : { branch: text(branch, `${where}.branch`) }),
  };
}

/** The branch that is shown does what the run itself says. */
function readBranches(
  value: JsonObject,
  shown: Pick<RunBranch, 'commands' | 'untilMs'>,
  mostCommands: number,
): Pick<Run, 'branches' | 'branch'> {
  const id = text(value.branch, 'branch');
  const branches = array(value.branches, 'branches', MOST_BRANCHES).map((each, index): RunBranch => {
    const where = `branches[${index}]`;
    const branch = bag(each, where);
    const own =
      branch.id === id ? shown : { commands: undefined, untilMs: natural(branch.untilMs, `${where}.untilMs`) };
    return {
      id: text(branch.id, `${where}.id`),
      name: text(branch.name, `${where}.name`),
      ...(branch.isNamed === true ? { isNamed: true } : {}),
      ...(branch.from === undefined ? {} : { from: readFork(branch.from, `${where}.from`) }),
      untilMs: own.untilMs,
      commands: own.commands ?? readCommands(branch.commands, `${where}.commands`, mostCommands),
    };
  });
  for (const part of ['id', 'name'] as const) {
    demand(new Set(branches.map((branch) => branch[part])).size === branches.length, `branches.${part}`);
  }
  demand(
    branches.some((branch) => branch.id === id),
    'branch',
  );
  return { branches, branch: id };
}

function readFork(value: unknown, where: string): NonNullable<RunBranch['from']> {
  const { id, atMs } = bag(value, where);
  return { id: text(id, `${where}.id`), atMs: natural(atMs, `${where}.atMs`) };
}

function readCommands(value: unknown, where: string, most: number): readonly Command[] {
  const commands = array(value, where, most).map((command, index) => readCommand(command, `${where}[${index}]`));
  return inOrder(commands, where);
}

/** Timestamps of the API have years of four digits. */
function readInstant(value: unknown, where: string): number {
  const instant = natural(value, where);
  demand(instant >= EARLIEST && instant < LATEST, where);
  return instant;
}

function readNode(value: unknown, where: string): NodeSpec {
  const node = bag(value, where);
  demand(typeof node.cpu === 'number' && node.cpu > 0, `${where}.cpu`);
  return {
    name: text(node.name, `${where}.name`),
    cpu: node.cpu,
    memory: text(node.memory, `${where}.memory`),
    pods: natural(node.pods, `${where}.pods`),
    ...(node.labels === undefined ? {} : { labels: texts(node.labels, `${where}.labels`) }),
  };
}

function readCommand(value: unknown, where: string): Command {
  const command = bag(value, where);
  const atMs = natural(command.atMs, `${where}.atMs`);
  switch (command.type) {
    case 'fault':
      return { atMs, type: 'fault', fault: readFault(command.fault, `${where}.fault`) };
    case 'request':
    case 'stream': {
      const request = readRequest(command.request, `${where}.request`);
      const cause = command.line === undefined ? {} : { line: natural(command.line, `${where}.line`) };
      return { atMs, type: command.type, request, ...cause };
    }
    case 'send':
      return {
        atMs,
        type: 'send',
        ask: readAsk(command.ask, `${where}.ask`),
        ...(command.line === undefined ? {} : { line: natural(command.line, `${where}.line`) }),
      };
    case 'line':
      return { atMs, type: 'line', text: text(command.text, `${where}.text`) };
    case 'streamInput': {
      const stream = natural(command.stream, `${where}.stream`);
      return { atMs, type: 'streamInput', stream, message: readMessage(command.message, `${where}.message`) };
    }
    case 'unstream':
      return { atMs, type: 'unstream', stream: natural(command.stream, `${where}.stream`) };
    default:
      throw new Mismatch(`${where}.type`);
  }
}

function readMessage(value: unknown, where: string): StreamMessage {
  const message = bag(value, where);
  const channel = CHANNELS.find((known) => known === message.channel);
  demand(channel !== undefined, `${where}.channel`);
  return { channel, data: text(message.data, `${where}.data`) };
}

function readRequest(value: unknown, where: string): ApiRequest {
  const request = bag(value, where);
  const method = METHODS.find((known) => known === request.method);
  demand(method !== undefined, `${where}.method`);
  return {
    method,
    path: text(request.path, `${where}.path`),
    ...(request.query === undefined ? {} : { query: parameters(request.query, `${where}.query`) }),
    ...(request.headers === undefined ? {} : { headers: texts(request.headers, `${where}.headers`) }),
    ...(request.body === undefined ? {} : { body: request.body }),
  };
}

/** What `value` says that is done, or where it is wrong: `fault.pod`. */
export function checkFault(value: unknown): Fault | string {
  try {
    return readFault(value, 'fault');
  } catch (error) {
    if (error instanceof Mismatch) return error.message;
    throw error;
  }
}

function readFault(value: unknown, where: string): Fault {
  const fault = bag(value, where);
  const fields = Object.hasOwn(FAULT_FIELDS, String(fault.type))
    ? FAULT_FIELDS[fault.type as Fault['type']]
    : undefined;
  demand(fields !== undefined, `${where}.type`);
  for (const [name, type] of Object.entries(fields)) demand(typeof fault[name] === type, `${where}.${name}`);
  if (fault.type === 'addNode') readNode(fault.node, `${where}.node`);
  if (fault.type === 'startLoad') readLoad(fault.load, `${where}.load`);
  return fault as unknown as Fault; // Every field of its type was just checked.
}

function readLoad(value: unknown, where: string): void {
  const load = bag(value, where);
  text(load.name, `${where}.name`);
  text(load.url, `${where}.url`);
  demand(typeof load.perSecond === 'number' && load.perSecond > 0, `${where}.perSecond`);
  for (const [index, source] of array(load.sources, `${where}.sources`, MOST_NODES).entries()) {
    const { type, namespace, pod } = bag(source, `${where}.sources[${index}]`);
    const isPod = type === 'pod' && typeof namespace === 'string' && typeof pod === 'string';
    demand(type === 'outside' || isPod, `${where}.sources[${index}]`);
  }
}

function readAsk(value: unknown, where: string): OutsideAsk {
  const ask = bag(value, where);
  if (ask.type === 'ping') return { type: 'ping', ip: text(ask.ip, `${where}.ip`) };
  text(ask.tool, `${where}.tool`);
  if (ask.type === 'unresolved') {
    for (const name of ['method', 'url', 'name']) text(ask[name], `${where}.${name}`);
    return ask as unknown as OutsideAsk; // Every field that it needs was just checked.
  }
  demand(ask.type === 'http', `${where}.type`);
  if (ask.over !== undefined) readConnection(ask.over, `${where}.over`);
  const to = bag(ask.to, `${where}.to`);
  text(to.ip, `${where}.to.ip`);
  natural(to.port, `${where}.to.port`);
  for (const [index, each] of array(ask.requests, `${where}.requests`, MOST_REQUESTS).entries()) {
    const request = bag(each, `${where}.requests[${index}]`);
    for (const name of ['method', 'path', 'url']) text(request[name], `${where}.requests[${index}].${name}`);
    for (const header of array(request.headers, `${where}.requests[${index}].headers`, MOST_REQUESTS)) {
      const isPair = Array.isArray(header) && header.length === 2 && header.every((part) => typeof part === 'string');
      demand(isPair, `${where}.requests[${index}].headers`);
    }
  }
  return ask as unknown as OutsideAsk; // Every field that it needs was just checked.
}

function readConnection(value: unknown, where: string): void {
  const connection = bag(value, where);
  text(connection.seenFrom, `${where}.seenFrom`);
  for (const name of ['from', 'to', 'server']) {
    const end = bag(connection[name], `${where}.${name}`);
    text(end.ip, `${where}.${name}.ip`);
    natural(end.port, `${where}.${name}.port`);
  }
  array(connection.hops, `${where}.hops`, MOST_REQUESTS);
}

function inOrder(commands: readonly Command[], where: string): readonly Command[] {
  for (const [index, command] of commands.entries()) {
    const before = commands[index - 1];
    demand(before === undefined || before.atMs <= command.atMs, `${where}[${index}].atMs`);
  }
  return commands;
}

function demand(condition: boolean, where: string): asserts condition {
  if (!condition) throw new Mismatch(where);
}
function bag(value: unknown, where: string): JsonObject {
  demand(isJsonObject(value), where);
  return value;
}
function array(value: unknown, where: string, most: number): readonly unknown[] {
  demand(Array.isArray(value) && value.length <= most, where);
  return value;
}
function text(value: unknown, where: string): string {
  demand(typeof value === 'string', where);
  return value;
}
function natural(value: unknown, where: string): number {
  demand(typeof value === 'number' && Number.isSafeInteger(value) && value >= 0, where);
  return value;
}
function texts(value: unknown, where: string): Readonly<Record<string, string>> {
  const entries = Object.entries(bag(value, where));
  for (const [name, entry] of entries) demand(typeof entry === 'string', `${where}.${name}`);
  return Object.fromEntries(entries) as Record<string, string>; // Every value was just checked.
}

/** As `texts`, where a value may also be a list of texts. */
function parameters(value: unknown, where: string): Readonly<Record<string, string | readonly string[]>> {
  const entries = Object.entries(bag(value, where));
  for (const [name, entry] of entries) {
    const values: readonly unknown[] = Array.isArray(entry) ? entry : [entry];
    demand(
      values.every((one) => typeof one === 'string'),
      `${where}.${name}`,
    );
  }
  return Object.fromEntries(entries) as Record<string, string | readonly string[]>; // Every value was just checked.
}
