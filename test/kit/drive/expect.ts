import { expect as base } from '@playwright/test'

/** Two cores draw two windows, and a phone computes with its server: a person would wait as long. */
export const expect = base.configure({ timeout: 120_000 })
