/**
 * The three-way patch of `kubectl apply`: what the manifest changes, and what it no longer mentions.
 * Models staging/src/k8s.io/apimachinery/pkg/util/strategicpatch/patch.go (v1.36.3) for the kinds we have.
 * Left out: merging lists of plain values (finalizers), $retainKeys beyond a Deployment's strategy; such lists are replaced as a whole.
 */
type Bag = Readonly<Record<string, unknown>>;

/** Field name to the key that tells its items apart (`patchMergeKey` in k8s.io/api). */
const MERGE_KEYS: Readonly<Record<string, string>> = {
  containers: 'name',
  initContainers: 'name',
  ephemeralContainers: 'name',
  volumes: 'name',
  env: 'name',
  volumeMounts: 'mountPath',
  imagePullSecrets: 'name',
  hostAliases: 'ip',
  topologySpreadConstraints: 'topologyKey',
  ownerReferences: 'uid',
  conditions: 'type',
  secrets: 'name',
};

/** `ports` of a container merge by containerPort; no other `ports` of our kinds are lists of maps. */
const mergeKeyOf = (field: string) => (field === 'ports' ? 'containerPort' : MERGE_KEYS[field]);

/** The strategic merge patch that brings `current` to `modified`, given what was applied last. `{}` if nothing is to do. */
export function threeWayPatch(original: Bag, modified: Bag, current: Bag): Bag {
  const additions = changes(current, modified);
  const deletions = removals(original, modified, current);
  return merge(additions, deletions);
}

/** What `modified` sets otherwise than `current`. Fields that only `current` has are left alone. */
function changes(current: Bag, modified: Bag): Bag {
  const patch: Record<string, unknown> = {};
  for (const [field, wanted] of Object.entries(modified)) {
    const present = current[field];
    if (wanted === null || isEqual(present, wanted)) continue;
    if (isBag(wanted) && isBag(present)) {
      const inner = changes(present, wanted);
      if (Object.keys(inner).length > 0) patch[field] = inner;
      continue;
    }
    const key = mergeKeyOf(field);
    if (key === undefined || !areBags(wanted) || !areBags(present)) {
      patch[field] = wanted;
      continue;
    }
    const items = changedItems(present, wanted, key);
    if (items.length > 0) Object.assign(patch, { [`$setElementOrder/${field}`]: keysOf(wanted, key), [field]: items });
  }
  return patch;
}

function changedItems(present: readonly Bag[], wanted: readonly Bag[], key: string): readonly Bag[] {
  return wanted.flatMap((item) => {
    const twin = present.find((candidate) => candidate[key] === item[key]);
    if (twin === undefined) return [item];
    const inner = changes(twin, item);
    return Object.keys(inner).length === 0 ? [] : [{ ...inner, [key]: item[key] }];
  });
}

/** What was applied last and is no longer wanted: null for fields, `$patch: delete` for items. */
function removals(original: Bag, modified: Bag, current: Bag): Bag {
  const patch: Record<string, unknown> = {};
  for (const [field, before] of Object.entries(original)) {
    const wanted = modified[field];
    const present = current[field];
    if (wanted === undefined || wanted === null) {
      if (present !== undefined) patch[field] = null;
      continue;
    }
    if (isBag(before) && isBag(wanted)) {
      const inner = removals(before, wanted, isBag(present) ? present : {});
      if (Object.keys(inner).length > 0) patch[field] = inner;
      continue;
    }
    const key = mergeKeyOf(field);
    if (key === undefined || !areBags(before) || !areBags(wanted) || !areBags(present)) continue;
    const items = removedItems(before, wanted, present, key);
    if (items.length > 0) Object.assign(patch, { [`$setElementOrder/${field}`]: keysOf(wanted, key), [field]: items });
  }
  return patch;
}

function removedItems(
  before: readonly Bag[],
  wanted: readonly Bag[],
  present: readonly Bag[],
  key: string,
): readonly Bag[] {
  return before.flatMap((item) => {
    const live = present.find((candidate) => candidate[key] === item[key]);
    if (live === undefined) return [];
    const twin = wanted.find((candidate) => candidate[key] === item[key]);
    if (twin === undefined) return [{ $patch: 'delete', [key]: item[key] }];
    const inner = removals(item, twin, live);
    return Object.keys(inner).length === 0 ? [] : [{ ...inner, [key]: item[key] }];
  });
}

/** Both patches in one. They never set the same field to different values. */
function merge(left: Bag, right: Bag): Bag {
  const merged: Record<string, unknown> = { ...left };
  for (const [field, value] of Object.entries(right)) {
    const other = merged[field];
    const key = mergeKeyOf(field);
    if (isBag(other) && isBag(value)) merged[field] = merge(other, value);
    else if (key !== undefined && areBags(other) && areBags(value)) merged[field] = mergeItems(other, value, key);
    else if (other === undefined || value === null) merged[field] = value;
  }
  return merged;
}

function mergeItems(left: readonly Bag[], right: readonly Bag[], key: string): readonly Bag[] {
  const rest = right.filter((item) => !left.some((other) => other[key] === item[key]));
  const both = left.map((item) => {
    const twin = right.find((other) => other[key] === item[key]);
    return twin === undefined ? item : merge(item, twin);
  });
  return [...both, ...rest];
}

const keysOf = (items: readonly Bag[], key: string) => items.map((item) => ({ [key]: item[key] }));

/** Equal as JSON; keys in any order. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index]));
  }
  if (!isBag(left) || !isBag(right)) return false;
  const names = Object.keys(left);
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && isEqual(left[name], right[name]))
  );
}

function areBags(value: unknown): value is readonly Bag[] {
  return Array.isArray(value) && value.length > 0 && value.every(isBag);
}
function isBag(value: unknown): value is Bag {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
