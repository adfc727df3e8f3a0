import type { Page } from '@playwright/test'

/** Who watches the acts being done: a journey with its steps, or the demo with its pictures and times. */
export interface Narrator {
  step<T>(title: string, act: () => Promise<T>): Promise<T>
  picture(name: string, page: Page): Promise<void>
}

/** Nobody watches. */
export const silent: Narrator = { step: (_title, act) => act(), picture: async () => {} }
