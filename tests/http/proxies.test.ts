import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from 'vitest';
import { addressReader, isProxyName, limitKeyOf } from '../../server/core/http/proxies.ts';

function addressOf(trusted: string[], peer: string, forwarded?: string): string {
  const request = { headers: { 'x-forwarded-for': forwarded }, socket: { remoteAddress: peer } };
  return addressReader(trusted)(request as unknown as IncomingMessage);
}

describe('the address of a request', () => {
  it.each([
    ['nobody is trusted', [], '203.0.113.9', '1.2.3.4', '203.0.113.9'],
    ['a trusted proxy', ['10.0.0.1'], '10.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['an untrusted peer', ['10.0.0.1'], '203.0.113.9', '198.51.100.7', '203.0.113.9'],
    ['what the client forged in front', ['10.0.0.1'], '10.0.0.1', '1.2.3.4, 198.51.100.7', '198.51.100.7'],
    ['two proxies', ['10.0.0.0/8'], '10.0.0.1', '198.51.100.7, 10.2.2.2', '198.51.100.7'],
    ['only proxies', ['10.0.0.0/8'], '10.0.0.1', '10.2.2.2', '10.2.2.2'],
    ['no header', ['loopback'], '127.0.0.1', undefined, '127.0.0.1'],
    ['nonsense', ['loopback'], '127.0.0.1', 'unknown', '127.0.0.1'],
    ['an IPv4 proxy over an IPv6 socket', ['10.0.0.1'], '::ffff:10.0.0.1', '198.51.100.7', '198.51.100.7'],
    ['IPv6', ['uniquelocal'], 'fd00::1', '2001:db8::5', '2001:db8::5'],
  ])('%s', (_what, trusted, peer, forwarded, expected) => {
    expect(addressOf(trusted, peer, forwarded)).toBe(expected);
  });
});

it.each([
  ['127.0.0.1', true],
  ['10.0.0.0/8', true],
  ['::1', true],
  ['fc00::/7', true],
  ['loopback', true],
  ['10.0.0.0/33', false],
  ['10.0.0.0/8/8', false],
  ['proxy.example', false],
  ['toString', false],
  ['1', false],
])('%s as a proxy: %s', (name, expected) => {
  expect(isProxyName(name)).toBe(expected);
});

it.each([
  ['198.51.100.7', '198.51.100.7'],
  ['2001:db8:1:2:3:4:5:6', '2001:db8:1:2::/64'],
  ['2001:db8::5', '2001:db8:0:0::/64'],
  ['2001:0DB8:0:0::9', '2001:db8:0:0::/64'],
  ['::1', '0:0:0:0::/64'],
  ['fe80::1%eth0', 'fe80:0:0:0::/64'],
])('limits for %s are counted under %s', (address, key) => {
  expect(limitKeyOf(address)).toBe(key);
});
