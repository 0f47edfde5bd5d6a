/** Names of the DNS: whether one lies in another's zone, and the addresses that some of them stand for. */

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1?\d?\d)(?:\.(?!$)|$)){4}$/;

/** Whether it is an IPv4 address. */
export function isAddress(text: string): boolean {
  return IPV4.test(text);
}

/** Whether `name` is `zone` or below it; the empty zone and `.` have every name. In any case. */
export function isIn(name: string, zone: string): boolean {
  const lower = name.toLowerCase();
  const top = zone.toLowerCase();
  return top === '' || top === '.' || lower === top || lower.endsWith(`.${top}`);
}

/** The address that a reverse name asks for: `10.111.96.10.in-addr.arpa` is 10.96.111.10. */
export function addressIn(name: string): string | undefined {
  const found = /^((?:\d+\.){4})in-addr\.arpa$/i.exec(name)?.[1];
  const ip = found?.split('.').filter(Boolean).reverse().join('.');
  return ip !== undefined && isAddress(ip) ? ip : undefined;
}

/** The reverse name of an address. */
export function reverseName(ip: string): string {
  return `${ip.split('.').reverse().join('.')}.in-addr.arpa`;
}
