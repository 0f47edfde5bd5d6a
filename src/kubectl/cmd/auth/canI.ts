/**
 * `kubectl auth can-i VERB [TYPE | TYPE/NAME | URL]` and `--list`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/auth/cani.go (v1.36.3).
 */
import type { Command, Invocation } from '../../command';
import { CommandError } from '../../errors';
import { TabWriter, tableOptions } from '../../printers/tabWriter';
import type { Mapping, RestMapper } from '../../resource/access';
import { type AccessRule, compactRules, resourcesText } from './accessRules';

const GROUP = 'authorization.k8s.io';
const VERSION = 'v1';
const resourceVerbs =
  'get list watch create update patch delete deletecollection use bind impersonate * approve sign escalate attest'.split(
    ' ',
  );
const urlVerbs = 'get put post head options delete patch *'.split(' ');
/** Kinds that only authorization knows. */
const virtualResources = ['users', 'groups'];

/** Asks whether the user may do something. Exit code 1 means no. */
export const canI: Command = {
  path: ['auth', 'can-i'],
  async run(invocation) {
    const { args, flags } = invocation;
    if (flags.bool('list')) {
      if (args.length > 0) throw new CommandError('list option must be specified with no arguments');
      await list(invocation);
      return 0;
    }
    const [verb, what, ...more] = args;
    if (verb === undefined || what === undefined || more.length > 0) {
      throw new CommandError(
        "you must specify two arguments: verb resource or verb resource/resourceName.\nSee 'kubectl auth can-i -h' for help and examples.",
      );
    }
    return (await check(invocation, verb, what)) ? 0 : 1;
  },
};

async function check(invocation: Invocation, verb: string, what: string): Promise<boolean> {
  const { flags, io } = invocation;
  const spec = what.startsWith('/') ? urlSpec(invocation, verb, what) : await resourceSpec(invocation, verb, what);
  if (flags.bool('no-headers')) throw new CommandError('--no-headers cannot be set without --list specified');
  const answer = await review<AccessStatus>(invocation, 'SelfSubjectAccessReview', spec);
  const { allowed = false, reason = '', evaluationError = '' } = answer ?? { allowed: true };
  const why = [reason, evaluationError].filter((text) => text !== '').map((text) => ` - ${text}`);
  if (!flags.bool('quiet')) await io.out(allowed ? 'yes\n' : `no${why.join('')}\n`);
  return allowed;
}

interface AccessStatus {
  readonly allowed?: boolean;
  readonly reason?: string;
  readonly evaluationError?: string;
}

function urlSpec(invocation: Invocation, verb: string, path: string): object {
  if (invocation.flags.string('subresource') !== '') {
    throw new CommandError('--subresource can not be used with NonResourceURL');
  }
  if (!urlVerbs.includes(verb)) warn(invocation, `verb '${verb}' is not a known verb`);
  return { nonResourceAttributes: { path, verb } };
}

async function resourceSpec(invocation: Invocation, verb: string, what: string): Promise<object> {
  const { flags } = invocation;
  const access = await invocation.access();
  const slash = what.indexOf('/');
  const [type, name] = slash < 0 ? [what, ''] : [what.slice(0, slash), what.slice(slash + 1)];
  const mapping = type === '*' ? undefined : mappingOf(invocation, await access.mapper(), type);
  const everywhere = flags.bool('all-namespaces');
  if (!everywhere) {
    if (mapping?.namespaced === false) warn(invocation, notNamespaced(mapping));
    if (!resourceVerbs.includes(verb)) warn(invocation, `verb '${verb}' is not a known verb`);
  }
  const subresource = flags.string('subresource');
  return {
    resourceAttributes: {
      ...(everywhere ? {} : { namespace: access.namespace }),
      verb,
      ...(mapping === undefined || mapping.group === '' ? {} : { group: mapping.group }),
      resource: mapping?.plural ?? type,
      ...(subresource === '' ? {} : { subresource }),
      ...(name === '' ? {} : { name }),
    },
  };
}

function notNamespaced({ plural, group }: Mapping): string {
  return `resource '${plural}' is not namespace scoped${group === '' ? '' : ` in group '${group}'`}`;
}

/** Warns of a type that the server does not have; the question is asked all the same. */
function mappingOf(invocation: Invocation, mapper: RestMapper, type: string): Mapping | undefined {
  const [resource = '', ...group] = type.toLowerCase().split('.');
  try {
    return mapper.resource(type.toLowerCase());
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    if (!virtualResources.includes(type.toLowerCase())) {
      const where = group.length === 0 ? '' : ` in group '${group.join('.')}'`;
      warn(invocation, `the server doesn't have a resource type '${resource}'${where}`);
    }
    return undefined;
  }
}

/** Each warning is followed by an empty line. */
function warn({ io }: Invocation, text: string): void {
  void io.err(`Warning: ${text}\n\n`);
}

async function list(invocation: Invocation): Promise<void> {
  const { flags, io } = invocation;
  if (flags.bool('quiet') || flags.bool('all-namespaces') || flags.string('subresource') !== '') {
    throw new CommandError("list option can't be specified with neither quiet, all-namespaces nor subresource options");
  }
  const { namespace } = await invocation.access();
  const status = await review<RulesStatus>(invocation, 'SelfSubjectRulesReview', { namespace });
  if (status?.incomplete === true) {
    void io.err(`Warning: the list may be incomplete: ${status.evaluationError ?? ''}\n`);
  }
  const writer = new TabWriter(tableOptions);
  if (!flags.bool('no-headers')) writer.write('Resources\tNon-Resource URLs\tResource Names\tVerbs\n');
  for (const rule of compactRules(
    status === undefined ? everything : [...(status.resourceRules ?? []), ...(status.nonResourceRules ?? [])],
  )) {
    const { nonResourceURLs = [], resourceNames = [], verbs } = rule;
    writer.write(
      `${resourcesText(rule)}\t${listText(nonResourceURLs)}\t${listText(resourceNames)}\t${listText(verbs)}\n`,
    );
  }
  await io.out(writer.flush());
}

interface RulesStatus {
  readonly resourceRules?: readonly AccessRule[];
  readonly nonResourceRules?: readonly AccessRule[];
  readonly incomplete?: boolean;
  readonly evaluationError?: string;
}

/** What everybody may where nobody checks. */
const everything: readonly AccessRule[] = [
  { verbs: ['*'], apiGroups: ['*'], resources: ['*'] },
  { verbs: ['*'], nonResourceURLs: ['*'] },
];

function listText(values: readonly string[]): string {
  return `[${values.join(' ')}]`;
}

/** The answer of the server; undefined if it checks nothing, because it does not have the group at all. */
async function review<T>(invocation: Invocation, kind: string, spec: object): Promise<T | undefined> {
  const access = await invocation.access();
  const { groupVersions } = await access.mapper();
  const apiVersion = `${GROUP}/${VERSION}`;
  if (!groupVersions.includes(apiVersion)) {
    if (!invocation.flags.changed('as')) return undefined;
    throw new CommandError(
      `kubeloop: --as is not simulated: this server has no ${GROUP} and lets everybody do everything`,
    );
  }
  const { body } = await access.raw({
    method: 'POST',
    path: `/apis/${apiVersion}/${kind.toLowerCase()}s`,
    headers: { 'content-type': 'application/json' },
    body: { kind, apiVersion, metadata: {}, spec },
  });
  return (body as { readonly status?: T }).status; // The server answers with the object that it was sent.
}
