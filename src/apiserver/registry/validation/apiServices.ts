/** APIServices. Models kube-aggregator/pkg/apis/apiregistration/validation (v1.36.3). */
import type { APIService } from '../../../api/apiregistration/apiService';
import { dns1123SubdomainErrors } from '../../../api/meta/qualifiedName';
import { type FieldError, invalid, required } from '../fieldError';
import { checkPort, checkText, dns1035LabelErrors } from './formats';

const MOST_GROUP = 20_000;
const MOST_VERSION = 1000;

/** A group and version, their priorities, and the service that serves them. */
export function checkAPIService({ metadata, spec }: APIService, errors: FieldError[]): void {
  const { group = '', version = '', service, insecureSkipTLSVerify, caBundle } = spec ?? {};
  const { groupPriorityMinimum = 0, versionPriority = 0 } = spec ?? {};
  const name = `${version}.${group}`;
  if (metadata.name !== name) {
    const why = `must be \`spec.version+"."+spec.group\`: ${JSON.stringify(name)}`;
    errors.push(invalid('metadata.name', metadata.name, why));
  }
  if (group === '') {
    if (version !== 'v1')
      errors.push(required('spec.group', 'only v1 may have an empty group and it better be legacy kube'));
  } else checkText(dns1123SubdomainErrors, group, 'spec.group', errors);
  checkText(dns1035LabelErrors, version, 'spec.version', errors);
  if (groupPriorityMinimum <= 0 || groupPriorityMinimum > MOST_GROUP) {
    errors.push(
      invalid('spec.groupPriorityMinimum', groupPriorityMinimum, `must be positive and less than ${MOST_GROUP}`),
    );
  }
  if (versionPriority <= 0 || versionPriority > MOST_VERSION) {
    errors.push(invalid('spec.versionPriority', versionPriority, `must be positive and less than ${MOST_VERSION}`));
  }
  if (service === undefined) {
    if (caBundle)
      errors.push(invalid('spec.caBundle', `${caBundle.length} bytes`, 'local APIServices may not have a caBundle'));
    if (insecureSkipTLSVerify === true) {
      errors.push(invalid('spec.insecureSkipTLSVerify', true, 'local APIServices may not have insecureSkipTLSVerify'));
    }
    return;
  }
  if ((service.namespace ?? '') === '') errors.push(required('spec.service.namespace'));
  if ((service.name ?? '') === '') errors.push(required('spec.service.name'));
  const wrong: FieldError[] = [];
  checkPort(service.port ?? 0, 'spec.service.port', wrong);
  if (wrong.length > 0) {
    const why = 'port is not valid: must be between 1 and 65535, inclusive';
    errors.push(invalid('spec.service.port', service.port ?? 0, why));
  }
  if (insecureSkipTLSVerify === true && caBundle) {
    errors.push(invalid('spec.insecureSkipTLSVerify', true, 'may not be true if caBundle is present'));
  }
}
