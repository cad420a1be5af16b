// Makes what a package has and a checkout has not: the shim in one file, once as an ES module and once
// for loaders that know CommonJS only, and declarations under the name that such loaders look for.
import { copyFileSync } from 'node:fs';
import { build } from 'esbuild';

/** @type {import('esbuild').BuildOptions} */
const shim = {
  entryPoints: ['index.js'],
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  packages: 'external',
  logLevel: 'warning',
};

await build({ ...shim, format: 'esm', outfile: 'dist/index.js' });
await build({
  ...shim,
  format: 'cjs',
  outfile: 'dist/index.cjs',
  define: { 'import.meta.url': '__filename' },
});
copyFileSync('index.d.ts', 'index.d.cts');
