/** The 403 with which an admission plugin refuses. Models staging/src/k8s.io/apiserver/pkg/admission/errors.go (v1.36.3). */
import { type Kind, infoOf } from '../../api/kinds';
import { ApiError, type StatusCause, failure } from '../../api/meta/status';

/** `pods "x" is forbidden: <why>`, with the object's name, group and resource in the details. */
export function refusal(kind: Kind, name: string, why: string, causes?: readonly StatusCause[]): ApiError {
  const { group, plural } = infoOf(kind);
  const resource = group === '' ? plural : `${plural}.${group}`;
  return new ApiError(
    failure(403, 'Forbidden', `${resource} "${name}" is forbidden: ${why}`, {
      ...(name === '' ? {} : { name }),
      ...(group === '' ? {} : { group }),
      kind: plural,
      ...(causes === undefined ? {} : { causes }),
    }),
  );
}
