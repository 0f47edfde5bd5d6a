/**
 * What a volume must say about where its files come from, by source. Only sources with rules beyond a name.
 * Models validateVolumeSource of pkg/apis/core/validation/validation.go (v1.36.3).
 * Left out: drivers of clouds, whose volumes nothing here mounts.
 */
import type { KeyToPath } from '../../../api/core/pod';
import { type FieldError, invalid, notSupported, required } from '../fieldError';
import { checkFieldPath, checkDivisor } from './env';
import { checkDescendingPath } from './formats';

/** The parts of sources that are read here; decoding has checked their shape. */
interface Source {
  readonly server?: string;
  readonly path?: string;
  readonly repository?: string;
  readonly driver?: string;
  readonly reference?: string;
  readonly pullPolicy?: string;
  readonly targetPortal?: string;
  readonly iqn?: string;
  readonly items?: readonly DownwardFile[];
  readonly sources?: readonly ProjectedSource[];
}

interface DownwardFile {
  readonly path?: string;
  readonly fieldRef?: { readonly apiVersion?: string; readonly fieldPath?: string };
  readonly resourceFieldRef?: {
    readonly containerName?: string;
    readonly resource?: string;
    readonly divisor?: string;
  };
}

interface ProjectedFiles {
  readonly name?: string;
  readonly items?: readonly KeyToPath[];
}

interface ProjectedSource {
  readonly configMap?: ProjectedFiles;
  readonly secret?: ProjectedFiles;
  readonly downwardAPI?: { readonly items?: readonly DownwardFile[] };
  readonly serviceAccountToken?: { readonly path?: string; readonly expirationSeconds?: number };
}

const SHORTEST_TOKEN_SECONDS = 600;
const LONGEST_TOKEN_SECONDS = 2 ** 32;

type Check = (source: Source, field: string, errors: FieldError[]) => void;

const checks: Readonly<Record<string, Check>> = {
  nfs({ server = '', path = '' }, field, errors) {
    if (server === '') errors.push(required(`${field}.server`));
    if (path === '') errors.push(required(`${field}.path`));
    else if (!path.startsWith('/')) errors.push(invalid(`${field}.path`, path, 'must be an absolute path'));
  },
  gitRepo({ repository = '' }, field, errors) {
    if (repository === '') errors.push(required(`${field}.repository`));
  },
  csi({ driver = '' }, field, errors) {
    if (driver === '') errors.push(required(`${field}.driver`));
  },
  image({ reference = '', pullPolicy = '' }, field, errors) {
    if (reference === '') errors.push(required(`${field}.reference`));
    const policies = ['Always', 'IfNotPresent', 'Never'];
    if (pullPolicy !== '' && !policies.includes(pullPolicy)) {
      errors.push(notSupported(`${field}.pullPolicy`, pullPolicy, policies));
    }
  },
  iscsi({ targetPortal = '', iqn = '' }, field, errors) {
    if (targetPortal === '') errors.push(required(`${field}.targetPortal`));
    if (iqn === '') errors.push(required(`${field}.iqn`));
  },
  downwardAPI({ items = [] }, field, errors) {
    for (const item of items) checkDownwardFile(item, field, errors);
  },
  projected: checkProjected,
};

/** Notes what is wrong with `given`, the value of the source called `source`. */
export function checkVolumeSource(source: string, given: unknown, field: string, errors: FieldError[]): void {
  checks[source]?.((given ?? {}) as Source, field, errors); // Decoding has checked its shape.
}

/** Complaints about a file name the list rather than the item, as the real server does. */
function checkDownwardFile(
  { path = '', fieldRef, resourceFieldRef }: DownwardFile,
  field: string,
  errors: FieldError[],
): void {
  if (path === '') errors.push(required(`${field}.path`));
  else checkDescendingPath(path, `${field}.path`, errors);
  if (fieldRef !== undefined) {
    checkFieldPath(fieldRef, 'volumes', `${field}.fieldRef`, errors);
  } else if (resourceFieldRef !== undefined) {
    if ((resourceFieldRef.containerName ?? '') === '') errors.push(required(`${field}.resourceFieldRef.containerName`));
    else checkDivisor(resourceFieldRef, `${field}.resourceFieldRef`, errors);
  } else errors.push(required(field, 'one of fieldRef and resourceFieldRef is required'));
}

function checkProjected({ sources = [] }: Source, field: string, errors: FieldError[]): void {
  const paths = new Set<string>();
  const claim = (path: string, name: string): void => {
    if (path === '') return;
    if (paths.has(path)) errors.push(invalid(field, name, 'conflicting duplicate paths'));
    paths.add(path);
  };
  sources.forEach(({ configMap, secret, downwardAPI, serviceAccountToken: token }, index) => {
    const at = `${field}.sources[${index}]`;
    for (const [key, files] of [
      ['secret', secret],
      ['configMap', configMap],
    ] as const) {
      if (files === undefined) continue;
      const { name = '', items = [] } = files;
      if (name === '') errors.push(required(`${at}.${key}.name`));
      for (const { path = '' } of items) claim(path, name);
    }
    for (const item of downwardAPI?.items ?? []) {
      checkDownwardFile(item, `${at}.downwardAPI`, errors);
      claim(item.path ?? '', item.path ?? '');
    }
    if (token !== undefined) checkToken(token, field, at, errors);
  });
}

function checkToken(
  { path = '', expirationSeconds = 3_600 }: NonNullable<ProjectedSource['serviceAccountToken']>,
  field: string,
  at: string,
  errors: FieldError[],
): void {
  const seconds = `${at}.serviceAccountToken.expirationSeconds`;
  if (expirationSeconds < SHORTEST_TOKEN_SECONDS) {
    errors.push(invalid(seconds, expirationSeconds, 'may not specify a duration less than 10 minutes'));
  }
  if (expirationSeconds > LONGEST_TOKEN_SECONDS) {
    errors.push(invalid(seconds, expirationSeconds, 'may not specify a duration larger than 2^32 seconds'));
  }
  // The real server names the volume here, not the source.
  if (path === '') errors.push(required(`${field}.path`));
}
