/**
 * `kubectl api-resources` and `api-versions`.
 * Models staging/src/k8s.io/kubectl/pkg/cmd/apiresources (v1.36.3).
 */
import type { Command, Invocation } from '../command';
import { CommandError, UsageError } from '../errors';
import { ConnectionError } from '../environment';
import { compareText } from '../../printers/goFormat';
import { printerFor, unknownFormat } from '../printers/printFlags';
import { TabWriter, tableOptions } from '../printers/tabWriter';
import type { Mapping } from '../resource/access';
import { apiVersionOf } from '../resource/restMapper';

const formats = ['json', 'kyaml', 'name', 'wide', 'yaml'];

/** The kinds that the server has, of each group in its preferred version. */
export const apiResources: Command = {
  path: ['api-resources'],
  async run(invocation) {
    const { args, flags, io, env, commandPath } = invocation;
    if (args.length > 0) throw new UsageError(commandPath, `unexpected arguments: [${args.join(' ')}]`);
    const sortBy = flags.string('sort-by');
    if (!['', 'name', 'kind'].includes(sortBy)) throw new CommandError('--sort-by accepts only name or kind');
    const output = flags.string('output');
    if (output !== '' && !formats.includes(output)) throw unknownFormat(output, formats);
    const { mappings } = await (await invocation.access()).mapper();
    const shown = sorted(
      preferred(mappings).filter((mapping) => isAsked(mapping, invocation)),
      sortBy,
    );
    if (output === '' || output === 'wide') {
      await io.out(tableOf(shown, output === 'wide', flags.bool('no-headers')));
    } else if (output === 'name') {
      await io.out(shown.map(({ plural, group }) => `${group === '' ? plural : `${plural}.${group}`}\n`).join(''));
    } else {
      const printer = await printerFor({ output, files: env.files, formats, keepOrder: true });
      printer.print(documentOf(shown), io);
    }
  },
};

/** Of a kind in several versions, the first: servers name the preferred one first. */
function preferred(mappings: readonly Mapping[]): readonly Mapping[] {
  const seen = new Set<string>();
  return mappings.filter(({ plural, group, verbs }) => {
    const key = `${plural}.${group}`;
    if (verbs.length === 0 || seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}

function isAsked(mapping: Mapping, { flags }: Invocation): boolean {
  if (flags.changed('api-group') && flags.string('api-group') !== mapping.group) return false;
  if (flags.changed('namespaced') && flags.bool('namespaced') !== mapping.namespaced) return false;
  const hasAll = (list: readonly string[], wanted: readonly string[]) => wanted.every((one) => list.includes(one));
  return hasAll(mapping.verbs, flags.list('verbs')) && hasAll(mapping.categories, flags.list('categories'));
}

function sorted(mappings: readonly Mapping[], sortBy: string): readonly Mapping[] {
  const key = ({ plural, kind, group }: Mapping) => (sortBy === 'name' ? plural : sortBy === 'kind' ? kind : group);
  return [...mappings].sort((a, b) => compareText(key(a), key(b)) || compareText(a.plural, b.plural));
}

function tableOf(mappings: readonly Mapping[], isWide: boolean, noHeaders: boolean): string {
  const table = new TabWriter(tableOptions);
  const header = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND'];
  if (!noHeaders) table.write(`${[...header, ...(isWide ? ['VERBS', 'CATEGORIES'] : [])].join('\t')}\n`);
  for (const mapping of mappings) {
    const { plural, shortNames, namespaced, kind, verbs, categories } = mapping;
    const cells = [plural, shortNames.join(','), apiVersionOf(mapping), String(namespaced), kind];
    if (isWide) cells.push(verbs.join(','), categories.join(','));
    table.write(`${cells.join('\t')}\n`);
  }
  return table.flush();
}

function documentOf(mappings: readonly Mapping[]): object {
  const resources = mappings.map(({ plural, singular, namespaced, group, version, kind, ...rest }) => ({
    name: plural,
    singularName: singular,
    namespaced,
    ...(group === '' ? {} : { group }),
    version,
    kind,
    verbs: rest.verbs,
    ...(rest.shortNames.length === 0 ? {} : { shortNames: rest.shortNames }),
    ...(rest.categories.length === 0 ? {} : { categories: rest.categories }),
  }));
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: '', resources };
}

/** Groups and versions, sorted. */
export const apiVersions: Command = {
  path: ['api-versions'],
  async run(invocation) {
    const { args, io, commandPath } = invocation;
    if (args.length > 0) throw new UsageError(commandPath, `unexpected arguments: [${args.join(' ')}]`);
    const { groupVersions } = await mapperOf(invocation);
    await io.out(
      [...groupVersions]
        .sort(compareText)
        .map((each) => `${each}\n`)
        .join(''),
    );
  },
};

async function mapperOf(invocation: Invocation) {
  const access = await invocation.access();
  try {
    return await access.mapper();
  } catch (error) {
    if (!(error instanceof ConnectionError)) throw error;
    const cause = typeof error.cause === 'string' ? error.cause : error.message;
    throw new CommandError(`couldn't get available api versions from server: ${cause}`);
  }
}
