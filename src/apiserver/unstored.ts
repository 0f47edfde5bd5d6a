/** Resources that discovery tells of and that are not objects in the store: questions that are posted, and the state of components. */

/** How the API spells such a resource. */
export interface UnstoredInfo {
  readonly group: string;
  readonly plural: string;
  readonly kind: string;
  readonly namespaced: boolean;
  readonly verbs: readonly string[];
  readonly shortNames: readonly string[];
}

const posted = (group: string, kind: string, namespaced = false): UnstoredInfo => ({
  group,
  plural: `${kind.toLowerCase()}s`,
  kind,
  namespaced,
  verbs: ['create'],
  shortNames: [],
});

/** All of them; they have the version v1. */
export const unstored: readonly UnstoredInfo[] = [
  posted('', 'Binding', true),
  {
    group: '',
    plural: 'componentstatuses',
    kind: 'ComponentStatus',
    namespaced: false,
    verbs: ['get', 'list'],
    shortNames: ['cs'],
  },
  posted('authentication.k8s.io', 'SelfSubjectReview'),
  posted('authentication.k8s.io', 'TokenReview'),
  posted('authorization.k8s.io', 'LocalSubjectAccessReview', true),
  posted('authorization.k8s.io', 'SelfSubjectAccessReview'),
  posted('authorization.k8s.io', 'SelfSubjectRulesReview'),
  posted('authorization.k8s.io', 'SubjectAccessReview'),
];

/** Whether a request to `path` only asks a question: a POST there changes nothing. */
export function isReview(path: string): boolean {
  return path.startsWith('/apis/authorization.k8s.io/') || path.startsWith('/apis/authentication.k8s.io/');
}
