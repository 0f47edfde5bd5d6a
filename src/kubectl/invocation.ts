/** One run of a command: its flags, its streams, and the cluster, which is looked for on first use. */
import type { Transport } from '../client/transport';
import type { Flags, Invocation } from './command';
import { destinationOf } from './config/connection';
import { type Connection, ConnectionError, type Environment, type Io } from './environment';
import { CommandError } from './errors';
import type { ParsedFlags } from './flags/parseFlags';
import { klog } from './klog';
import type { Access } from './resource/access';
import { createClusterAccess } from './resource/clusterAccess';
import { exchangeLogger } from './exchangeLog';

/** How often a command asks a dead server for its kinds before it gives up; five times if it is not named here. */
const discoveryAttempts: Readonly<Record<string, number>> = {
  'api-resources': 1,
  'api-versions': 1,
  cordon: 4,
  'create clusterrole': 2,
  'create job': 4,
  'create role': 2,
  exec: 4,
  explain: 2,
  logs: 4,
  rollout: 4,
  run: 1,
  'set env': 4,
  'set image': 4,
  taint: 2,
  uncordon: 4,
};

/** What an invocation is made of. */
export interface InvocationParts {
  readonly path: readonly string[];
  readonly parsed: ParsedFlags;
  /** Names of the command's own flags; one hides a global flag of the same name (`--user` of `create rolebinding`). */
  readonly ownFlags: ReadonlySet<string>;
  readonly io: Io;
  readonly env: Environment;
  run(argv: readonly string[]): Promise<number>;
}

/** An invocation, and how many different warnings the server has sent so far. */
export interface CountedInvocation extends Invocation {
  readonly warningCount: number;
}

export function createInvocation({ path, parsed, ownFlags, io, env, run }: InvocationParts): CountedInvocation {
  const { flags, args, argsBeforeDash } = parsed;
  const warnings = new Set<string>();
  let access: Promise<Access> | undefined;
  const connect = async (): Promise<Access> => {
    const globals = globalsOf(flags, ownFlags);
    refuseUnknownWays(globals);
    const { connection, namespace, isNamespaceExplicit, headers } = await destinationOf(globals, env);
    return createClusterAccess({
      transport: transportOf(env, connection),
      server: connection.server,
      namespace,
      isNamespaceExplicit,
      headers,
      onWarning: (text) => {
        if (!warnings.has(text)) void io.err(`Warning: ${text}\n`);
        warnings.add(text);
      },
      onDiscoveryRefused: (cause) => {
        const text = `"Unhandled Error" err=${JSON.stringify(`couldn't get current server API group list: ${cause}`)}`;
        const attempts = discoveryAttempts[path.join(' ')] ?? discoveryAttempts[path[0] ?? ''] ?? 5;
        for (let attempt = 0; attempt < attempts; attempt++) klog('E', 'memcache.go:265', text, io, env);
      },
      ...exchangeLogger(flags.int('v'), connection.server, io, env),
    });
  };
  return {
    commandPath: ['kubectl', ...path].join(' '),
    args,
    argsBeforeDash,
    flags,
    io,
    env,
    access: () => (access ??= connect()),
    run,
    get warningCount() {
      return warnings.size;
    },
  };
}

/** The flags without those that the command has for itself. */
function globalsOf(flags: Flags, own: ReadonlySet<string>): Flags {
  return {
    bool: (name) => flags.bool(name),
    string: (name) => (own.has(name) ? '' : flags.string(name)),
    int: (name) => flags.int(name),
    list: (name) => (own.has(name) ? [] : flags.list(name)),
    durationMs: (name) => flags.durationMs(name),
    changed: (name) => !own.has(name) && flags.changed(name),
    occurrences: () => flags.occurrences(),
  };
}

/** A connection that fails at once fails as one that fails at its first request. */
function transportOf(env: Environment, connection: Connection): Transport {
  try {
    return env.connect(connection);
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    const unreachable = () => {
      throw error;
    };
    return { request: () => Promise.reject(error), watch: unreachable, stream: unreachable };
  }
}

const unknownWays = ['kuberc', 'match-server-version', 'password', 'profile', 'tls-server-name', 'username', 'vmodule'];

/** Global flags that would change what is sent, and that nothing here acts on. */
function refuseUnknownWays(flags: Flags): void {
  for (const name of unknownWays) {
    if (flags.changed(name) && !(name === 'profile' && flags.string(name) === 'none')) {
      throw new CommandError(`kubeloop: --${name} is not simulated`);
    }
  }
  if (flags.changed('request-timeout') && !/^0[a-z]*$/.test(flags.string('request-timeout'))) {
    throw new CommandError('kubeloop: --request-timeout is not simulated');
  }
}
