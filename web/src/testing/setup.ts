import { afterEach } from 'vitest';
import { cleanup, configure } from '@testing-library/react';

// What a test waits for comes in its own time on a busy machine; this ends a test that hangs.
configure({ asyncUtilTimeout: 20_000 });

afterEach(cleanup);

// Ant Design asks the window for its size; jsdom has no answer of its own.
window.matchMedia ??= (query: string) =>
  ({ matches: false, media: query, addEventListener: () => {}, removeEventListener: () => {}, addListener: () => {}, removeListener: () => {} }) as unknown as MediaQueryList;
