// Makes what a package has and a checkout has not: one CommonJS file for loaders that cannot take
// ES modules, and declarations under the name that such loaders look for.
import { copyFileSync } from 'node:fs';
import { build } from 'esbuild';

/** The addon's loader stays a file of its own: it looks for the addon beside itself. */
const addonLoader = {
  name: 'addon-loader',
  /** @param {import('esbuild').PluginBuild} bundler */
  setup({ onResolve }) {
    onResolve({ filter: /native\/index\.cjs$/ }, () => ({
      path: '../lib/native/index.cjs',
      external: true,
    }));
  },
};

await build({
  entryPoints: ['index.js'],
  outfile: 'dist/index.cjs',
  bundle: true,
  platform: 'node',
  target: 'node20',
  format: 'cjs',
  packages: 'external',
  plugins: [addonLoader],
  logLevel: 'warning',
});
copyFileSync('index.d.ts', 'index.d.cts');
