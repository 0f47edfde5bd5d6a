/**
 * What a help page does not tell of a flag: whether a list is split at commas, what `--flag` alone means, which flags
 * must be given, and the deprecated ones that pages hide. Asked of kubectl v1.36.3's own command tree.
 */

/** `slice`: `--f a,b` are two values, split as CSV; `array`: each `--f` is one value. */
export type FlagKind = 'bool' | 'string' | 'int' | 'int32' | 'duration' | 'array' | 'slice';

/** One flag of a help page. */
export interface FlagDefinition {
  readonly name: string;
  readonly shorthand?: string;
  readonly kind: FlagKind;
  /** As it would be written on the command line; lists without their brackets. */
  readonly default: string;
  /** What `--flag` without a value means. Without this a value must follow. */
  readonly noOptionDefault?: string;
  readonly usage: string;
  /** Works still; this is said to whoever uses it. Help pages leave it out. */
  readonly deprecated?: string;
}

interface Written {
  readonly name: string;
  readonly shorthand: string | undefined;
  /** The default as the page writes it: `''`, `[]`, `false`, `1m0s`. */
  readonly written: string;
  readonly usage: string;
}

const slices = new Set(
  `address aggregation-rule auth-provider-arg categories exec-arg filename from-env-file from-file image keys
  label-columns namespaces non-resource-url resource tcp types verb verbs`.split(/\s+/),
);
/** Numbers of 32 bits; all others have 64. By command, since `--replicas` of scale has 64. */
const int32: Readonly<Record<string, readonly string[]>> = {
  autoscale: ['cpu-percent', 'max', 'min'],
  'create deployment': ['port', 'replicas'],
  'create priorityclass': ['value'],
};
const noOptionDefaults: Readonly<Record<string, string>> = {
  'dry-run': 'unchanged',
  validate: 'strict',
  cascade: 'background',
};

const required: Readonly<Record<string, readonly string[]>> = {
  autoscale: ['max'],
  'create clusterrolebinding': ['clusterrole'],
  'create cronjob': ['image', 'schedule'],
  'create deployment': ['image'],
  'create service externalname': ['external-name'],
  'kuberc set': ['section'],
  run: ['image'],
  scale: ['replicas'],
};

const withRecord = [
  'annotate',
  'apply',
  'apply edit-last-applied',
  'autoscale',
  'create',
  'edit',
  'expose',
  'label',
  'patch',
  'run',
  'scale',
  'set image',
  'set resources',
  'set selector',
  'set serviceaccount',
];

/** Completes what the page says of a flag. */
export function definitionOf(path: readonly string[], { name, shorthand, written, usage }: Written): FlagDefinition {
  const kind = kindOf(path.join(' '), name, written);
  const noOptionDefault = kind === 'bool' ? 'true' : noOptionDefaults[name];
  return {
    name,
    kind,
    default: written.replace(/^'(.*)'$/s, '$1').replace(/^\[(.*)\]$/s, '$1'),
    usage,
    ...(shorthand === undefined ? {} : { shorthand }),
    ...(noOptionDefault === undefined ? {} : { noOptionDefault }),
  };
}

function kindOf(command: string, name: string, written: string): FlagKind {
  if (written === 'true' || written === 'false') return 'bool';
  if (slices.has(name) && (written.startsWith('[') || written === '')) return 'slice';
  if (written.startsWith('[')) return 'array';
  if (/^-?\d+$/.test(written)) return int32[command]?.includes(name) === true ? 'int32' : 'int';
  if (/^(?:\d+(?:\.\d+)?(?:h|m|s|ms))+$/.test(written)) return 'duration';
  return 'string';
}

/** Flags that a command takes although its page is silent. */
export function hiddenFlags(path: readonly string[]): readonly FlagDefinition[] {
  const command = path.join(' ');
  const found: FlagDefinition[] = [];
  if (withRecord.includes(command)) {
    found.push({
      name: 'record',
      kind: 'bool',
      default: 'false',
      noOptionDefault: 'true',
      usage: '',
      deprecated: '--record will be removed in the future',
    });
  }
  if (command === 'autoscale') {
    found.push({
      name: 'cpu-percent',
      kind: 'int32',
      default: '-1',
      usage: '',
      deprecated:
        "Use --cpu with percentage or resource quantity format (e.g., '70%' for utilization or '500m' for milliCPU).",
    });
  }
  return found;
}

/** Long names of the flags without which the command does not begin, in the order of their names. */
export function requiredFlags(path: readonly string[]): readonly string[] {
  return required[path.join(' ')] ?? [];
}
