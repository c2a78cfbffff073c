import type { IncomingMessage } from 'node:http';
import { BlockList, isIP } from 'node:net';

const NAMED: Readonly<Record<string, readonly string[]>> = {
  loopback: ['127.0.0.0/8', '::1/128'],
  linklocal: ['169.254.0.0/16', 'fe80::/10'],
  uniquelocal: ['10.0.0.0/8', '172.16.0.0/12', '192.168.0.0/16', 'fc00::/7'],
};

/** Whether a text names a proxy or a net of them: an address, a CIDR range, or one of Express's names for private nets. */
export function isProxyName(name: string): boolean {
  if (Object.hasOwn(NAMED, name)) return true;
  const [address = '', bits, ...rest] = name.split('/');
  const family = isIP(address);
  if (family === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (family === 4 ? 32 : 128));
}

/**
 * How to find out where a request comes from.
 * @param trusted names of proxies as `isProxyName` takes them; whatever others say in `X-Forwarded-For` counts for nothing
 * @returns the address of the nearest peer that is no trusted proxy
 */
export function addressReader(
  trusted: readonly string[],
): (
  request: Pick<IncomingMessage, 'headers'> & { socket: { remoteAddress?: string | undefined } },
) => string {
  const proxies = listOf(trusted);
  return ({ headers, socket }) => {
    const forwarded = [headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
    let address = plain(socket.remoteAddress ?? '');
    // From the nearest peer outwards: each address was written by the hop before it, so the first untrusted one
    // is the last that can be believed.
    for (const before of forwarded.reverse().map((part) => plain(part.trim()))) {
      if (!isListed(proxies, address) || isIP(before) === 0) break;
      address = before;
    }
    return address;
  };
}

/**
 * How to find out whether many people come from one address: it is a proxy that is named, or on this machine.
 * @param trusted names of proxies as `isProxyName` takes them
 */
export function proxyReader(trusted: readonly string[]): (address: string) => boolean {
  const proxies = listOf([...trusted, 'loopback']);
  return (address) => isListed(proxies, plain(address));
}

/** Whether an address is of this machine itself. */
export function isLoopback(address: string): boolean {
  return isListed(LOOPBACK, address);
}

/** Where limits are counted: an IPv6 customer has a whole /64 and would otherwise never meet one. */
export function limitKeyOf(address: string): string {
  if (isIP(address) !== 6) return address;
  const [head = '', tail] = address.split('%', 1).join('').split('::');
  const before = head === '' ? [] : head.split(':');
  const after = tail === undefined || tail === '' ? [] : tail.split(':');
  const zeros = new Array<string>(Math.max(0, 8 - before.length - after.length)).fill('0');
  const groups = tail === undefined ? before : [...before, ...zeros, ...after];
  return `${groups
    .slice(0, 4)
    .map((group) => group.toLowerCase().replace(/^0+(?=.)/, ''))
    .join(':')}::/64`;
}

function listOf(trusted: readonly string[]): BlockList {
  const list = new BlockList();
  for (const range of trusted.flatMap((name) => NAMED[name] ?? [name])) {
    const [address = '', bits] = range.split('/');
    const family = isIP(address) === 6 ? 'ipv6' : 'ipv4';
    if (bits === undefined) list.addAddress(address, family);
    else list.addSubnet(address, Number(bits), family);
  }
  return list;
}

function isListed(list: BlockList, address: string): boolean {
  const family = isIP(address);
  return family !== 0 && list.check(address, family === 6 ? 'ipv6' : 'ipv4');
}

/** An IPv4 address that came over an IPv6 socket is the same address. */
function plain(address: string): string {
  const mapped = /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address);
  return mapped?.[1] ?? address;
}

const LOOPBACK = listOf(['loopback']);
