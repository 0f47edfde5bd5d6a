/** Flags and their values, for Tab. */
import type { Flags, Invocation } from '../command';
import { openConfig } from '../config/configStore';
import type { FlagDefinition } from '../help/flagKinds';
import type { HelpPage } from '../help/page';
import { containersOf, objectNames } from './objects';
import { filePaths } from './filePaths';

interface AttachedValue {
  readonly flag: FlagDefinition;
  /** What stands before the value: `--output=`, `-o=`, `-wo`. */
  readonly before: string;
  readonly value: string;
}

/** The flag at the end of `argv` that waits for its value: `-n`, `--output`, `-it -c`. */
export function pendingFlag(flags: readonly FlagDefinition[], argv: readonly string[]): FlagDefinition | undefined {
  const last = argv.at(-1) ?? '';
  if (argv.includes('--') || last.includes('=')) return undefined;
  if (last.startsWith('--')) return flags.find((flag) => flag.name === last.slice(2) && needsValue(flag));
  const found = last.startsWith('-') ? shorthandWithValue(flags, last) : undefined;
  return found?.value === '' ? found.flag : undefined;
}

/** The flag in `word` whose value has begun there: `--output=j`, `-o=j`, `-oj`. */
export function attachedValue(flags: readonly FlagDefinition[], word: string): AttachedValue | undefined {
  if (!word.startsWith('--')) {
    const found = shorthandWithValue(flags, word);
    return found?.value === '' && !found.before.endsWith('=') ? undefined : found;
  }
  const [before = '', name, value = ''] = /^--([^=]*)=(.*)$/s.exec(word) ?? [];
  const flag = flags.find((each) => each.name === name);
  return flag === undefined ? undefined : { flag, before: before.slice(0, before.length - value.length), value };
}

function shorthandWithValue(flags: readonly FlagDefinition[], word: string): AttachedValue | undefined {
  for (let at = 1; at < word.length; at++) {
    const flag = flags.find(({ shorthand }) => shorthand === word[at]);
    if (flag === undefined) return undefined;
    if (!needsValue(flag)) continue;
    const from = word[at + 1] === '=' ? at + 2 : at + 1;
    return { flag, before: word.slice(0, from), value: word.slice(from) };
  }
  return undefined;
}

function needsValue({ noOptionDefault }: FlagDefinition): boolean {
  return noOptionDefault === undefined;
}

/** Names of flags that begin like `word` and may still be written. */
export function flagNames(flags: readonly FlagDefinition[], word: string, written: Flags): readonly string[] {
  const help: FlagDefinition = { name: 'help', shorthand: 'h', kind: 'bool', default: 'false', usage: '' };
  const open = [...flags, help].filter(
    ({ name, kind, deprecated }) =>
      deprecated === undefined && (kind === 'array' || kind === 'slice' || !written.changed(name)),
  );
  const long = open.map(({ name }) => `--${name}`);
  const short = open.flatMap(({ shorthand }) => (shorthand === undefined ? [] : [`-${shorthand}`]));
  return [...long, ...short].filter((name) => name.startsWith(word)).sort();
}

const dryRuns = ['none', 'server', 'client'];
/** What few flags take; formats of -o stand in the flag's own text. */
const fixedValues: Readonly<Record<string, readonly string[]>> = {
  cascade: ['background', 'foreground', 'orphan'],
  'dry-run': dryRuns,
  'image-pull-policy': ['Always', 'IfNotPresent', 'Never'],
  protocol: ['SCTP', 'TCP', 'UDP'],
  restart: ['Always', 'Never', 'OnFailure'],
  subresource: ['resize', 'scale', 'status'],
  validate: ['ignore', 'strict', 'warn'],
};
const valuesOfCommand: Readonly<Record<string, readonly string[]>> = {
  'api-resources sort-by': ['kind', 'name'],
  'events types': ['Normal', 'Warning'],
  'expose type': ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'],
  'patch type': ['json', 'merge', 'strategic'],
  'top node sort-by': ['cpu', 'memory'],
  'top pod sort-by': ['cpu', 'memory'],
};

/** Values of `flag` that may be meant by `word`. */
export async function flagValues(
  { name, usage }: FlagDefinition,
  word: string,
  page: HelpPage,
  invocation: Invocation,
): Promise<readonly string[]> {
  switch (name) {
    case 'namespace':
      return objectNames(invocation, 'namespaces');
    case 'context':
    case 'cluster':
    case 'user':
      return [...(await openConfig(invocation)).config[`${name}s`].keys()].sort();
    case 'container':
      return containersOf(invocation, invocation.args[0] ?? '');
    case 'clusterrole':
      return objectNames(invocation, 'clusterroles');
    case 'output':
      return formatsOf(usage);
    case 'filename':
    case 'from-file':
    case 'from-env-file':
    case 'kubeconfig':
      return filePaths(invocation.env.files, word);
    default:
      return valuesOfCommand[`${page.path.join(' ')} ${name}`] ?? fixedValues[name] ?? [];
  }
}

/** `Output format. One of: (json, yaml).` or `One of 'yaml' or 'json'.` */
function formatsOf(usage: string): readonly string[] {
  const listed = /One of: \(([^)]*)\)/.exec(usage)?.[1];
  if (listed !== undefined) return listed.split(', ');
  return [...usage.matchAll(/'([a-z]+)'/g)].map(([, format = '']) => format);
}
