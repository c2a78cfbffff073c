const NODE_LINES = /^ *(?:presetenv PARLEY_NODE_|server node-).*\n/gm;

/**
 * HAProxy's configuration for any number of nodes on this machine, made from the one in `deploy/`, so that what is
 * tried out is what is put to use.
 *
 * @param standard content of `deploy/haproxy.cfg`
 * @param nodes name of each node and its port
 */
export function proxyConfiguration(
  standard: string,
  nodes: readonly { name: string; port: number }[],
): string {
  const servers = nodes.map(({ name, port }) => `    server ${name} 127.0.0.1:${port}\n`);
  return standard
    .replace(NODE_LINES, '')
    .trimEnd()
    .concat('\n', ...servers);
}
