import { gzipSync } from 'node:zlib';
import type { Plugin } from 'vite';

const limit = 500_000;

// What a browser must load before the first screen stands: the entry, the scorecard behind it, and all
// they import. The build fails when it grows over the limit, so that an old PC on a weak line stays served.
export function initialSize(first: string): Plugin {
  return {
    name: 'initial-size',
    generateBundle(_, bundle) {
      const chunks = Object.values(bundle).filter((one) => one.type === 'chunk');
      const wanted = new Set<string>();
      const want = (file: string) => {
        if (wanted.has(file)) return;
        wanted.add(file);
        chunks.find((chunk) => chunk.fileName === file)?.imports.forEach(want);
      };
      const screen = chunks.find((chunk) => Object.keys(chunk.modules).some((module) => module.endsWith(first)));
      if (!screen) return this.error(`no bundle of ${first}: the size of the first screen is not known`);
      for (const chunk of chunks) if (chunk.isEntry || chunk === screen) want(chunk.fileName);
      const bytes = chunks
        .filter((chunk) => wanted.has(chunk.fileName))
        .reduce((sum, chunk) => sum + gzipSync(chunk.code, { level: 9 }).length, 0);
      const says = `JavaScript of the first screen: ${Math.round(bytes / 1000)} kB gzipped in ${wanted.size} files (limit ${limit / 1000} kB)`;
      if (bytes > limit) this.error(says);
      console.log(says);
    },
  };
}
