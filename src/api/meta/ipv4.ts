/** IPv4 addresses and ranges as the API writes them. Models the use of k8s.io/utils/net (v1.36.3). */

/** The address as a number; NaN for anything else. */
export function ipv4Number(address: string): number {
  const parts = address.split('.');
  if (parts.length !== 4) return Number.NaN;
  return parts.reduce(
    (sum, part) => (/^\d{1,3}$/.test(part) && Number(part) < 256 ? sum * 256 + Number(part) : NaN),
    0,
  );
}

/** Whether the range `10.0.0.0/8` has the address. */
export function isInCidr(address: string, cidr: string): boolean {
  const slash = cidr.indexOf('/');
  const size = 2 ** (32 - Number(cidr.slice(slash + 1)));
  const base = ipv4Number(slash < 0 ? cidr : cidr.slice(0, slash));
  return slash > 0 && Math.floor(ipv4Number(address) / size) === Math.floor(base / size);
}
