import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

/**
 * What starts processes, servers or whole tools, and what puts another disk under its modules: each file with modules of its
 * own. The rest is quick and runs alone as `npm run test:unit`.
 */
const integration = ['architecture', 'cli', 'demo-data', 'main', 'node', 'server'].map(
  (folder) => `test/${folder}/**/*.test.ts`,
)

export default defineConfig({
  test: {
    // Servers and whole tools start in these tests, also on a machine that is busy.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    expect: { poll: { timeout: 15_000 } },
    // By default one processor is left idle: on two that doubles the time.
    maxWorkers: availableParallelism(),
    projects: [
      {
        extends: true,
        test: { name: 'unit', include: ['test/**/*.test.{ts,tsx}'], exclude: integration, isolate: false },
      },
      { extends: true, test: { name: 'integration', include: integration } },
    ],
  },
})
