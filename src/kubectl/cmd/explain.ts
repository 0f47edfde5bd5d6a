/**
 * `kubectl explain TYPE[.FIELD...] [--recursive] [--api-version=GROUP/VERSION]`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/explain/explain.go and pkg/explain/explain.go (v1.36.3).
 */
import type { Command, Invocation } from '../command';
import { CommandError } from '../errors';
import { documentOf } from '../explain/documents';
import { type GroupVersionResource, resourceText } from '../resource/fetch';
import { explainPlaintext } from '../explain/plaintext';
import { explainPlaintextV2 } from '../explain/plaintextV2';
import { JsonPathError, type PathNode, parseJsonPath } from '../../printers/jsonPath/parser';
import type { Mapping, RestMapper } from '../resource/access';
import { warnOfOthers } from '../resource/words';

/** Tells what a kind or a field is for. */
export const explain: Command = {
  path: ['explain'],
  async run(invocation) {
    const { args, flags, io } = invocation;
    const [words, ...more] = args;
    if (words === undefined) {
      const advice = 'Use "kubectl api-resources" for a complete list of supported resources.';
      throw new CommandError(`You must specify the type of resource to explain. ${advice}\n`);
    }
    if (more.length > 0) throw new CommandError('We accept only this format: explain RESOURCE\n');
    const access = await invocation.access();
    const { resource, path } = await asked(invocation, words);
    const output = flags.string('output');
    if (output !== 'plaintext' && output !== 'plaintext-openapiv2') {
      throw new CommandError(`unrecognized format: ${output}`);
    }
    const options = { path, recursive: flags.bool('recursive') };
    if (output === 'plaintext') {
      explainPlaintext(await documentOf(access, resource), options, (text) => void io.out(text));
    } else {
      io.out(explainPlaintextV2(await documentV2(invocation, resource), options));
    }
  },
};

interface Asked {
  readonly resource: GroupVersionResource;
  readonly path: readonly string[];
}

/** Which kind, and which field of it. */
async function asked(invocation: Invocation, words: string): Promise<Asked> {
  const { flags } = invocation;
  const [name = '', ...path] = fieldsOf(words);
  const mapper = await (await invocation.access()).mapper();
  const found = mapper.resource(name);
  warnOfOthers(invocation, mapper, name);
  const apiVersion = flags.string('api-version');
  if (apiVersion !== '') return { resource: { ...found, ...groupVersionOf(apiVersion) }, path };
  for (const mapping of [found, ...sameName(mapper, found)]) {
    const full = mapping.group === '' ? mapping.plural : `${mapping.plural}.${mapping.group}`;
    if (words.startsWith(full))
      return { resource: mapping, path: fieldsOf(words.slice(full.length).replace(/^\./, '')) };
  }
  return { resource: found, path };
}

/** Resources of other groups with the same name: `events` of the core group and of events.k8s.io. */
function sameName({ mappings }: RestMapper, { plural, group }: Mapping): readonly Mapping[] {
  return mappings.filter((mapping) => mapping.plural === plural && mapping.group !== group);
}

/** Words between dots, read as jsonpath reads them. Throws CommandError. */
function fieldsOf(words: string): readonly string[] {
  if (words === '') return [];
  const [list, ...others] = nodesOf(`{.${words.replace(/\.$/, '')}}`);
  if (list?.type !== 'list' || others.length > 0) throw new CommandError('must pass in 1 jsonpath string');
  return list.nodes.map((node) => {
    if (node.type === 'field') return node.name;
    throw new CommandError('invalid jsonpath syntax, first node must be field node');
  });
}

function nodesOf(template: string): readonly PathNode[] {
  try {
    return parseJsonPath(template);
  } catch (error) {
    throw error instanceof JsonPathError ? new CommandError(error.message) : error;
  }
}

function groupVersionOf(apiVersion: string): { readonly group: string; readonly version: string } {
  const [first = '', second, ...more] = apiVersion.split('/');
  if (more.length > 0) throw new CommandError(`unexpected GroupVersion string: ${apiVersion}`);
  return second === undefined ? { group: '', version: first } : { group: first, version: second };
}

/** The older form looks kinds up, not resources, and says so. */
async function documentV2(invocation: Invocation, resource: GroupVersionResource) {
  const access = await invocation.access();
  const { mappings } = await access.mapper();
  const { group, version, plural } = resource;
  const kind = mappings.find((mapping) => mapping.plural === plural)?.kind ?? plural;
  const isServed = mappings.some(
    (mapping) => mapping.plural === plural && mapping.group === group && mapping.version === version,
  );
  if (!isServed)
    throw new CommandError(
      `couldn't find resource for "${resourceText(resource).replace(/Resource=.*/, `Kind=${kind}`)}"`,
    );
  return documentOf(access, resource);
}
