/**
 * Names of kinds and what they mean on this server: `po`, `Pods`, `deploy.apps`, `deployments.v1.apps`.
 * Models client-go restmapper (discovery, shortcut expander) and Builder.mappingFor of cli-runtime (v1.36.3).
 */
import { CommandError, PlainError } from '../errors';
import type { Mapping, RestMapper } from './access';
import { compiledMapping } from './compiledMapping';

/** The server has no such kind: `no matches for kind "K" in version "gv"`. */
export class ResourceMappingError extends CommandError {
  override name = 'ResourceMappingError';
  constructor(kind: string, apiVersion: string) {
    super(`no matches for kind ${JSON.stringify(kind)} in version ${JSON.stringify(apiVersion)}`);
  }
}

/** kubeloop's own kind: its server tells of it only once there is an object of it, and the first one must be made. */
export const ownKind: Mapping = {
  ...compiledMapping('images.kubeloop.dev/v1', 'Image', { plural: 'images', namespaced: false }),
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch'],
};

/** A mapper of `mappings`, which are in the server's order, preferred versions first within a group. */
export function createRestMapper(mappings: readonly Mapping[], groupVersions: readonly string[]): RestMapper {
  const isTold = mappings.some(({ group, kind }) => group === ownKind.group && kind === ownKind.kind);
  const known = isTold ? mappings : [...mappings, ownKind];
  const names = new Names(known);
  return {
    mappings,
    groupVersions,
    resource: (name) => names.resource(name),
    kind: (apiVersion, kind) => {
      const ofVersion = known.filter((mapping) => apiVersionOf(mapping) === apiVersion);
      // A kind in lower case is found too; the server then refuses it.
      const found =
        ofVersion.find((mapping) => mapping.kind === kind) ??
        ofVersion.find((mapping) => mapping.kind.toLowerCase() === kind);
      if (found === undefined) throw new ResourceMappingError(kind, apiVersion);
      return found;
    },
    others: (name) => names.shortNames(name).slice(1),
  };
}

/** `apps/v1`, or `v1` of the core group. */
export function apiVersionOf({ group, version }: Mapping): string {
  return group === '' ? version : `${group}/${version}`;
}

interface Asked {
  readonly resource: string;
  readonly group?: string;
  readonly version?: string;
}

class Names {
  /** Of each group the preferred version first, in the order in which one is chosen where several fit. */
  private readonly ordered: readonly Mapping[];

  constructor(mappings: readonly Mapping[]) {
    const preferred = new Map<string, string>();
    for (const { group, version } of mappings) if (!preferred.has(group)) preferred.set(group, version);
    const isPreferred = ({ group, version }: Mapping) => preferred.get(group) === version;
    this.ordered = [...mappings.filter(isPreferred), ...mappings.filter((mapping) => !isPreferred(mapping))];
  }

  resource(name: string): Mapping {
    const [resource = '', ...more] = name.split('.');
    const asked: Asked = more.length === 0 ? { resource } : { resource, group: more.join('.') };
    const [version, ...group] = more;
    const withVersion: Asked | undefined =
      more.length < 2 || version === undefined ? undefined : { resource, version, group: group.join('.') };
    const found =
      (withVersion && this.byResource(withVersion)) ??
      this.byResource(asked) ??
      (withVersion && this.byKind(withVersion)) ??
      this.byKind(asked);
    if (found === undefined)
      throw new PlainError(`the server doesn't have a resource type ${JSON.stringify(resource)}`);
    return found;
  }

  /** Resources of which `name` is a short name, each once, first in priority first. */
  shortNames(name: string): readonly Mapping[] {
    const [resource = '', ...more] = name.split('.');
    const group = more.join('.');
    if (this.ordered.some((mapping) => isNamed(mapping, resource) && (group === '' || mapping.group === group)))
      return [];
    return this.byShortName({ resource, group });
  }

  private byShortName({ resource, group = '' }: Asked): readonly Mapping[] {
    const seen = new Set<string>();
    return this.ordered.filter((mapping) => {
      if (!mapping.shortNames.includes(resource) || (group !== '' && mapping.group !== group)) return false;
      const key = `${mapping.plural}.${mapping.group}`;
      return seen.has(key) ? false : seen.add(key) !== undefined;
    });
  }

  private byResource(written: Asked): Mapping | undefined {
    const asked = this.expanded(written);
    const resource = asked.resource.toLowerCase();
    const fits = this.ordered.filter((mapping) => isNamed(mapping, resource));
    const { group, version } = asked;
    // With a version, an empty group means the core group: `pods.v1.`.
    if (version !== undefined && version !== '') {
      return fits.find((mapping) => mapping.version === version && mapping.group === (group ?? ''));
    }
    if (group === undefined || group === '') return fits[0];
    return fits.find((mapping) => mapping.group === group) ?? fits.find((mapping) => mapping.group.startsWith(group));
  }

  private byKind({ resource, group = '', version }: Asked): Mapping | undefined {
    return this.ordered.find(
      (mapping) =>
        mapping.kind === resource && mapping.group === group && (version === undefined || mapping.version === version),
    );
  }

  /** A short name becomes the long one. Short names count as they are written: `PO` is none. */
  private expanded(asked: Asked): Asked {
    const { resource, group = '' } = asked;
    const isFull = this.ordered.some(
      (mapping) => isNamed(mapping, resource) && (group === '' || mapping.group === group),
    );
    if (isFull) return asked;
    const [exact] = this.byShortName(asked);
    // kubectl forgets the version here: `hpa.v1.autoscaling` is the preferred one.
    if (exact !== undefined) return { resource: exact.plural, group: exact.group };
    if (group === '') return asked;
    const near = this.ordered.find(
      ({ shortNames, group: own }) => shortNames.includes(resource) && own.startsWith(group),
    );
    return near === undefined ? asked : { ...asked, resource: near.plural, group: near.group };
  }
}

function isNamed({ plural, singular }: Mapping, name: string): boolean {
  return plural === name || singular === name;
}
