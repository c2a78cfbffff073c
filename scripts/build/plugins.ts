import { readFile } from 'node:fs/promises';
import { type Plugin, transform } from 'esbuild';
import { PAGE_TARGETS } from './targets.ts';

/**
 * Leaves WebTransport out of socket.io-client: 0.9 KB gzip of the page for a transport that our server does
 * not offer. The client filters absent transports out by itself.
 */
export const withoutWebTransport: Plugin = {
  name: 'without-web-transport',
  setup(build) {
    build.onLoad({ filter: /engine\.io-client\/build\/[\w-]+\/transports\/webtransport\.js$/ }, () => ({
      contents: 'export const WT = undefined;',
      loader: 'js',
    }));
  },
};

/**
 * Hands the widget its style sheets as minified text: they become constructed style sheets of the shadow
 * root, which a strict content security policy allows where it refuses style elements.
 */
export const styleSheetsAsText: Plugin = {
  name: 'style-sheets-as-text',
  setup(build) {
    build.onLoad({ filter: /\.css$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      const { code } = await transform(source, {
        loader: 'css',
        minify: true,
        target: PAGE_TARGETS,
        sourcefile: path,
      });
      return { contents: code.trim(), loader: 'text' };
    });
  },
};
