import { defineConfig } from '@playwright/test'

// One worker: every journey has the whole machine, as the user's app has.
export default defineConfig({
  testDir: '.',
  globalSetup: './global-setup.ts',
  testMatch: '**/*.journey.ts',
  outputDir: '../../test-results/journeys',
  workers: 1,
  // Real windows on a loaded machine lose a click now and then; what fails twice is broken.
  retries: process.env.CI ? 1 : 0,
  forbidOnly: true,
  timeout: 240_000,
  expect: { timeout: 15_000 },
  reporter: [['list'], ['json', { outputFile: '../../test-results/journeys.json' }]],
})
