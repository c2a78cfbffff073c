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

/** Leaves zod's sentences in fifty languages out of the server, which says its own: a start reads every byte. */
export const withoutLocales: Plugin = {
  name: 'without-locales',
  setup(build) {
    build.onLoad({ filter: /\/zod\/v4\/locales\/index\.js$/ }, () => ({
      contents: "export { default as en } from './en.js';",
      loader: 'js',
    }));
  },
};

/** Maps the first token to the start of some file; esbuild drops whatever such a map says nothing about. */
const SILENT_MAP = Buffer.from('{"version":3,"sources":["package"],"mappings":"AAAA"}').toString('base64');

/**
 * Keeps packages out of the source map, which Node reads at every start: with them it is 4 MB and costs a
 * sixth of a second. Our own lines in a stack trace are the ones that somebody looks up.
 */
export const mapOwnSourcesOnly: Plugin = {
  name: 'map-own-sources-only',
  setup(build) {
    build.onLoad({ filter: /\/node_modules\/.*\.[cm]?js$/ }, async ({ path }) => {
      const source = await readFile(path, 'utf8');
      return {
        contents: `${source}\n//# sourceMappingURL=data:application/json;base64,${SILENT_MAP}`,
        loader: 'js',
      };
    });
  },
};
