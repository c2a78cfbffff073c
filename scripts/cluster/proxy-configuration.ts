/** The address of a node in the environment, and the line of a node in a backend with what follows the address. */
const ADDRESS_LINES = /^ *presetenv PARLEY_NODE_.*\n/gm;
const SERVER_LINES = /(?:^ *server node-.*\n)+/gm;
const TRACKED = / track (\w+)\//;

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
  return standard.replace(ADDRESS_LINES, '').replace(SERVER_LINES, (lines) => {
    const tracked = TRACKED.exec(lines)?.[1];
    return nodes
      .map(({ name, port }) => {
        const line = `    server ${name} 127.0.0.1:${port}`;
        return tracked === undefined ? `${line}\n` : `${line} track ${tracked}/${name}\n`;
      })
      .join('');
  });
}
