/**
 * A custom resource in one of its versions: what its definition says, made ready once per text of the definition.
 * Models the per-version handlers of apiextensions-apiserver/pkg/apiserver/customresource_handler.go (v1.36.3).
 */
import {
  type CustomResourceDefinition,
  type CustomResourceDefinitionVersion,
  isCrdCondition,
  type JSONSchemaProps,
  storageVersionOf,
} from '../../api/apiextensions/customResourceDefinition';
import { declareKind, type Kind, type KindInfo } from '../../api/kinds';
import { hashString } from '../../sim/hash';
import { declareShape } from '../apply/shape';
import { declareStrategy } from '../resourceStrategy';
import { customParts } from './parts';

/** A kind that is known only at run time. */
export interface CustomResource {
  /** Its handle in everything that is asked by kind. Says all of the definition: never part of the state. */
  readonly kind: Kind;
  readonly info: KindInfo;
  readonly listKind: string;
  readonly singular: string;
  readonly version: CustomResourceDefinitionVersion;
  /** Absent only where every field is kept. */
  readonly schema: JSONSchemaProps;
  /** `example.com/v1`: in which version objects are stored. */
  readonly storedAs: string;
  /** The warning that comes with every answer. */
  readonly deprecation: string | undefined;
}

/** One map per definition as it is stored, which is frozen and replaced by each write. */
const known = new WeakMap<CustomResourceDefinition, Map<string, CustomResource | undefined>>();

/** The resource of a definition in `version`; undefined where it is not served. */
export function customResourceOf(crd: CustomResourceDefinition, version: string): CustomResource | undefined {
  let versions = known.get(crd);
  if (versions === undefined) {
    versions = new Map();
    known.set(crd, versions);
  }
  if (!versions.has(version)) versions.set(version, madeReady(crd, version));
  return versions.get(version);
}

/** The versions that are served, best first: v2, v1, v1beta1. */
export function servedVersions(crd: CustomResourceDefinition): readonly string[] {
  if (!isCrdCondition(crd, 'Established')) return [];
  return crd.spec.versions
    .filter(({ served }) => served)
    .map(({ name }) => name)
    .sort(byPriority);
}

/** Stable before beta before alpha, higher before lower, then other names. Models version.CompareKubeAwareVersionStrings. */
export function byPriority(a: string, b: string): number {
  const rank = (name: string): readonly number[] => {
    const found = /^v([1-9]\d*)(?:(alpha|beta)([1-9]\d*))?$/.exec(name);
    if (found === null) return [0, 0, 0];
    const [, major = '0', level, minor = '0'] = found;
    return [level === undefined ? 3 : level === 'beta' ? 2 : 1, Number(major), Number(minor)];
  };
  const [x, y] = [rank(a), rank(b)];
  for (let at = 0; at < 3; at += 1) {
    const difference = (y[at] ?? 0) - (x[at] ?? 0);
    if (difference !== 0) return difference;
  }
  return a < b ? -1 : a > b ? 1 : 0;
}

function madeReady(crd: CustomResourceDefinition, name: string): CustomResource | undefined {
  const version = crd.spec.versions.find((each) => each.name === name);
  if (version?.served !== true || !isCrdCondition(crd, 'Established')) return undefined;
  const { group } = crd.spec;
  const {
    kind,
    plural,
    singular = '',
    listKind = `${kind}List`,
    shortNames = [],
    categories = [],
  } = crd.status.acceptedNames;
  const subresources = [
    ...(version.subresources?.status === undefined ? [] : ['status']),
    ...(version.subresources?.scale === undefined ? [] : ['scale']),
  ];
  const info: KindInfo = {
    kind: kind as Kind, // As it is printed; the handle is another.
    group,
    version: name,
    plural,
    shortNames,
    namespaced: crd.spec.scope === 'Namespaced',
    categories,
    subresources,
  };
  const storedAs = `${group}/${storageVersionOf(crd)}`;
  const text = JSON.stringify([version, info, singular, listKind, storedAs]);
  const id = `${kind}.${name}.${group}#${hashString(text, 1)}.${hashString(text, 2)}`;
  const resource: CustomResource = {
    kind: declareKind(id, info),
    info,
    listKind,
    singular,
    version,
    schema: version.schema?.openAPIV3Schema ?? { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
    storedAs,
    deprecation: deprecationOf(crd, version),
  };
  const { customStrategy, shapeOfResource } = customParts();
  declareStrategy(resource.kind, customStrategy(resource));
  declareShape(resource.kind, shapeOfResource(resource.schema));
  return resource;
}

function deprecationOf(crd: CustomResourceDefinition, version: CustomResourceDefinitionVersion): string | undefined {
  if (version.deprecated !== true) return undefined;
  if (version.deprecationWarning !== undefined) return version.deprecationWarning;
  const { group, names } = crd.spec;
  const own = `${group}/${version.name} ${names.kind} is deprecated`;
  const better = [...crd.spec.versions]
    .filter((each) => each.served && each.deprecated !== true && byPriority(each.name, version.name) < 0)
    .sort((a, b) => byPriority(a.name, b.name))[0];
  return better === undefined ? own : `${own}; use ${group}/${better.name} ${names.kind}`;
}
