/** The certificate of the cluster's own authority, as pods get it. A stand-in: whoever has the same text trusts it. */
export const CLUSTER_AUTHORITY =
  '-----BEGIN CERTIFICATE-----\nc2ltdWxhdGVkIGNsdXN0ZXI6IG5vIGNlcnRpZmljYXRlIGlzIGNoZWNrZWQ=\n-----END CERTIFICATE-----\n';
