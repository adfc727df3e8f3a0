import { defineConfig } from '@playwright/test'

// One worker: every journey has the whole machine, as the user's app has.
export default defineConfig({
  testDir: '.',
  globalSetup: './prepare-world.ts',
  testMatch: '**/*.journey.ts',
  outputDir: '../../test-results/journeys',
  workers: 1,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '../../test-results/journeys.json' }]],
})
