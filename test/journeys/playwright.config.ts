import { defineConfig } from '@playwright/test'

// One worker: every journey has the whole machine, as the user's app has.
export default defineConfig({
  testDir: '.',
  globalSetup: './global-setup.ts',
  testMatch: '**/*.journey.ts',
  outputDir: '../../test-results/journeys',
  workers: 1,
  forbidOnly: true,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '../../test-results/journeys.json' }]],
})
