import react from '@vitejs/plugin-react';
import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';
import { initialSize } from './initial-size';

// The server that answers `npm run dev`: a `tram serve`.
const server = process.env.TRAM_URL ?? 'http://127.0.0.1:8080';
// Writes are taken only from the server's own pages, so the proxy speaks as one.
const behind = { target: server, changeOrigin: true, headers: { origin: server } };

// Old PCs run old browsers: one baseline for all, and no outside hosts at run time.
export default defineConfig({
  plugins: [react(), initialSize('src/features/dashboard/place.tsx')],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: { target: 'es2020', chunkSizeWarningLimit: 900 },
  server: { proxy: { '/api': behind, '/fhir': behind } },
  test: { environment: 'jsdom', include: ['src/**/*.test.{ts,tsx}'], setupFiles: ['src/testing/setup.ts'], testTimeout: 30_000 },
});
