/**
 * What the API fills in for one volume: the empty directory, file modes, token lifetimes.
 * Models SetDefaults_Volume and its neighbours in pkg/apis/core/v1/defaults.go (v1.36.3).
 * Left out: volumes of storage drivers.
 */
import type { DownwardAPIVolumeFile, Volume, VolumeProjection } from '../../api/core/pod';
import { claimSpecDefaults } from './persistentVolume';
import { mapShared } from './sharing';

/** 0644. */
const fileMode = 420;

type DownwardSource = NonNullable<Volume['downwardAPI']>;

/** A volume with every default filled in; the same object if it has them all. */
export function defaultVolume(given: Volume): Volume {
  if (Object.keys(given).every((key) => key === 'name')) return { ...given, emptyDir: {} };
  const { secret, configMap, projected, hostPath, downwardAPI: downward, ephemeral } = given;
  if (secret !== undefined && secret.defaultMode === undefined) {
    return { ...given, secret: { ...secret, defaultMode: fileMode } };
  }
  if (configMap !== undefined && configMap.defaultMode === undefined) {
    return { ...given, configMap: { ...configMap, defaultMode: fileMode } };
  }
  if (hostPath !== undefined && hostPath.type === undefined) return { ...given, hostPath: { ...hostPath, type: '' } };
  if (downward !== undefined) {
    const filled = defaultDownward({ ...downward, defaultMode: downward.defaultMode ?? fileMode });
    return { ...given, downwardAPI: filled };
  }
  const template = ephemeral?.volumeClaimTemplate;
  if (template !== undefined) {
    const { metadata = {}, spec } = template;
    return { ...given, ephemeral: { volumeClaimTemplate: { ...template, metadata, spec: claimSpecDefaults(spec) } } };
  }
  return projected === undefined ? given : defaultProjected(given, projected);
}

function defaultProjected(given: Volume, projected: NonNullable<Volume['projected']>): Volume {
  const written: readonly VolumeProjection[] | undefined = projected.sources;
  const sources = mapShared(written, defaultProjectedSource);
  if (sources === written && projected.defaultMode !== undefined) return given;
  const defaultMode = projected.defaultMode ?? fileMode;
  return { ...given, projected: { ...projected, sources: sources ?? [], defaultMode } };
}

function defaultProjectedSource(given: VolumeProjection): VolumeProjection {
  const { serviceAccountToken: token, downwardAPI } = given;
  const filled = downwardAPI && defaultDownward(downwardAPI);
  const lasting = token && token.expirationSeconds === undefined ? { ...token, expirationSeconds: 3600 } : token;
  if (filled === downwardAPI && lasting === token) return given;
  return { ...given, ...(filled && { downwardAPI: filled }), ...(lasting && { serviceAccountToken: lasting }) };
}

function defaultDownward(given: DownwardSource): DownwardSource {
  const items = mapShared(given.items, (item: DownwardAPIVolumeFile) =>
    item.fieldRef === undefined || (item.fieldRef.apiVersion ?? '') !== ''
      ? item
      : { ...item, fieldRef: { ...item.fieldRef, apiVersion: 'v1' } },
  );
  return items === given.items || items === undefined ? given : { ...given, items };
}
